"""How alike a wave's messages are, and how large."""

from itertools import chain, repeat

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.delivery.alike import COMPARED, LARGE, Likeness, Sizes, likeness, remarks, sizes

BODY = " ".join(f"word{number}" for number in range(100))
SMALL = Sizes(20_000, 20_000)


def test_the_same_word_for_word() -> None:
    """Those with the most frequent text are counted; another letter is neither the same nor alike."""
    assert likeness([BODY, "another letter", BODY, BODY]) == Likeness(4, same=3, alike=3)


def test_the_same_but_for_the_greeting() -> None:
    """Mails that differ in the name greeted are alike, none the same."""
    texts = [f"Dear {name},\n\n{BODY}" for name in ("Ms. Wit", "Mr. Lee", "Dr. Berg")]
    assert likeness(texts) == Likeness(3, same=0, alike=3)


def test_nine_tenths_of_the_longer_ones_words_are_not_more() -> None:
    """Exactly nine words of ten shared is not alike, whichever text is the longer one; 91 of 100 is."""
    ten = "a b c d e f g h i j"
    nine = "a b c d e f g h i"
    assert likeness([ten, ten, nine]) == Likeness(3, same=2, alike=2)
    assert likeness([nine, nine, ten]) == Likeness(3, same=2, alike=2)
    assert likeness([BODY, BODY, BODY.rsplit(" ", 9)[0]]) == Likeness(3, same=2, alike=3)


def test_a_word_counts_as_often_as_it_stands() -> None:
    """One word repeated is not the text that has it once."""
    assert likeness(["no", "no", "no no no"]) == Likeness(3, same=2, alike=2)


def test_one_or_none_is_like_no_other() -> None:
    """No mails, one mail, and mails without a word in common have none alike; texts without words are no trouble."""
    assert likeness([]) == Likeness(0, 0, 0)
    assert likeness([BODY]) == Likeness(1, 0, 0)
    assert likeness(["one", "two"]) == Likeness(2, 0, 0)
    assert likeness(["", " "]) == Likeness(2, 0, 0)


def test_no_more_than_the_bound_is_read() -> None:
    """Of an endless wave the first ones are read, and not one more."""
    texts = chain(repeat(BODY, COMPARED - 1), ["other"], repeat(BODY))
    assert likeness(texts) == Likeness(COMPARED, same=COMPARED - 1, alike=COMPARED - 1)
    assert next(texts) == BODY
    counted = iter(range(COMPARED + 1))
    likeness(str(number) for number in counted)
    assert list(counted) == [COMPARED]


@given(st.lists(st.text("ab ", max_size=6), max_size=30))
def test_the_same_are_among_the_alike(texts: list[str]) -> None:
    """However texts look: the same are the most frequent one's, all of them alike, no more than there are."""
    found = likeness(texts)
    most = max(map(texts.count, texts), default=0)
    assert found.same == (most if most > 1 else 0)
    assert found.same <= found.alike <= found.compared == len(texts)


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_the_largest_and_the_mean(lengths: list[int]) -> None:
    """Both of all messages, the mean to the byte."""
    assert sizes(iter(lengths)) == Sizes(max(lengths), round(sum(lengths) / len(lengths)))


def test_no_message_has_no_size() -> None:
    """Without messages both are 0."""
    assert sizes([]) == Sizes(0, 0)


def test_a_few_alike_and_small_need_no_remark() -> None:
    """Ten alike and ten million bytes are still in order."""
    assert remarks(Likeness(12, same=10, alike=10), Sizes(LARGE, LARGE)) == ()


def test_many_alike_are_remarked() -> None:
    """From the eleventh on, in words, with what can be done."""
    assert remarks(Likeness(12, same=0, alike=11), SMALL) == (
        (
            "11 of 12 mails are the same but for a few words: a parliament's filter may hold back many like mails; "
            "give each addressee words of his or her own, or write to fewer"
        ),
    )


def test_a_large_mail_is_remarked() -> None:
    """Above 10 MB, in words, with what can be done."""
    assert remarks(Likeness(2, 0, 0), Sizes(12_340_000, 9_000)) == (
        (
            "the largest mail has 12.3 MB: many servers refuse more than 10 MB; "
            "make what is attached smaller, or link to it"
        ),
    )
