"""How similar and how large the messages of a wave are."""

from itertools import chain, repeat

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.delivery.message_similarity import (
    LARGE_BYTES,
    MAX_COMPARED,
    MessageSimilarity,
    Sizes,
    measure_similarity,
    measure_sizes,
    similarity_remarks,
)

BODY = " ".join(f"word{number}" for number in range(100))
SMALL = Sizes(20_000, 20_000)


def test_the_same_word_for_word() -> None:
    """Identical texts are counted; a different letter is neither identical nor alike."""
    assert measure_similarity([BODY, "another letter", BODY, BODY]) == MessageSimilarity(4, same=3, alike=3)


def test_the_same_but_for_the_greeting() -> None:
    """Texts that differ only in the salutation are alike, and not identical."""
    texts = [f"Dear {name},\n\n{BODY}" for name in ("Ms. Wit", "Mr. Lee", "Dr. Berg")]
    assert measure_similarity(texts) == MessageSimilarity(3, same=0, alike=3)


def test_nine_tenths_of_the_longer_ones_words_are_not_more() -> None:
    """Sharing exactly nine words of ten is not alike, whichever text is longer; 91 of 100 is."""
    ten = "a b c d e f g h i j"
    nine = "a b c d e f g h i"
    assert measure_similarity([ten, ten, nine]) == MessageSimilarity(3, same=2, alike=2)
    assert measure_similarity([nine, nine, ten]) == MessageSimilarity(3, same=2, alike=2)
    assert measure_similarity([BODY, BODY, BODY.rsplit(" ", 9)[0]]) == MessageSimilarity(3, same=2, alike=3)


def test_a_word_counts_as_often_as_it_stands() -> None:
    """A repeated word counts each time."""
    assert measure_similarity(["no", "no", "no no no"]) == MessageSimilarity(3, same=2, alike=2)


def test_one_or_none_is_like_no_other() -> None:
    """No texts, one text, and texts without common words are not alike; empty texts are no error."""
    assert measure_similarity([]) == MessageSimilarity(0, 0, 0)
    assert measure_similarity([BODY]) == MessageSimilarity(1, 0, 0)
    assert measure_similarity(["one", "two"]) == MessageSimilarity(2, 0, 0)
    assert measure_similarity(["", " "]) == MessageSimilarity(2, 0, 0)


def test_no_more_than_the_bound_is_read() -> None:
    """Only the first texts of an endless wave are read."""
    texts = chain(repeat(BODY, MAX_COMPARED - 1), ["other"], repeat(BODY))
    assert measure_similarity(texts) == MessageSimilarity(MAX_COMPARED, same=MAX_COMPARED - 1, alike=MAX_COMPARED - 1)
    assert next(texts) == BODY
    counted = iter(range(MAX_COMPARED + 1))
    measure_similarity(str(number) for number in counted)
    assert list(counted) == [MAX_COMPARED]


@given(st.lists(st.text("ab ", max_size=6), max_size=30))
def test_the_same_are_among_the_alike(texts: list[str]) -> None:
    """For any texts: the identical ones are alike, and not more than there are."""
    similarity = measure_similarity(texts)
    most = max(map(texts.count, texts), default=0)
    assert similarity.same == (most if most > 1 else 0)
    assert similarity.same <= similarity.alike <= similarity.compared == len(texts)


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_the_largest_and_the_mean(lengths: list[int]) -> None:
    """The largest and the mean size, to the byte."""
    assert measure_sizes(iter(lengths)) == Sizes(max(lengths), round(sum(lengths) / len(lengths)))


def test_no_message_has_no_size() -> None:
    """Without messages both sizes are 0."""
    assert measure_sizes([]) == Sizes(0, 0)


def test_a_few_alike_and_small_need_no_remark() -> None:
    """Ten alike and ten million bytes are not remarked on."""
    assert similarity_remarks(MessageSimilarity(12, same=10, alike=10), Sizes(LARGE_BYTES, LARGE_BYTES)) == ()


def test_many_alike_are_remarked() -> None:
    """From the eleventh on there is a remark that says what to do."""
    assert similarity_remarks(MessageSimilarity(12, same=0, alike=11), SMALL) == (
        (
            "11 of 12 emails differ in only a few words, and a parliament's filter may quarantine them; "
            "write something personal to each addressee, or write to fewer people"
        ),
    )


def test_a_large_mail_is_remarked() -> None:
    """Above 10 MB there is a remark that says what to do."""
    assert similarity_remarks(MessageSimilarity(2, 0, 0), Sizes(12_340_000, 9_000)) == (
        (
            "the largest email has 12.3 MB, and many mail servers refuse more than 10 MB; "
            "make the attachments smaller, or link to them"
        ),
    )
