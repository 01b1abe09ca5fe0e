"""Whether a translation is older than its original."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from campaign.core.check import check_translation
from campaign.core.check.freshness import freshness
from campaign.core.check.translation_record import (
    BODY,
    LetterPassage,
    TranslationRecord,
    format_record,
    new_record,
    parse_record,
    read_passages,
)
from campaign.core.letters import Letter, read

FRONT = "---\ntitle: Keep it\nlaw:\n    a: Draft\n---\n"
ENGLISH = FRONT + "One.\n\nTwo.\n\nThree.\n\n    code\n\nFour[^a].\n\n[^a]: Note.\n\n    More.\n"
GERMAN = FRONT.replace("Keep it", "Erhalten") + (
    "Eins.\n\nZwei.\n\nDrei.\n\n    code\n\nVier[^a].\n\n[^a]: Note.\n\n    Mehr.\n"
)


def text(source: str, language: str = "en") -> Letter:
    letter, _ = read(source, f"l/letter.{language}.md", language)
    return letter


def stale(english: str, german: str = GERMAN) -> list[str]:
    """Return `line: what; fix` for a changed English text and a German one that was confirmed before."""
    problems = freshness(text(english), text(german, "de"), new_record(text(ENGLISH)))
    return [f"{problem.line}: {problem.message}; {problem.fix}" for problem in problems]


def test_nothing_changed() -> None:
    """New line breaks in a paragraph, spaces and another encoding of accents are not changes."""
    assert stale(ENGLISH.replace("\n", "\r\n").replace("One.", "One. ")) == []
    assert stale(ENGLISH) == []


@pytest.mark.parametrize(
    ("was", "becomes", "named"),
    [
        (
            "Two.",
            "Two, changed.",
            (
                "8: “Zwei.” is older than letter.en.md:8, which now says “Two, changed.”; "
                "update the translation, then run: campaign letter translated de"
            ),
        ),
        (
            "title: Keep it",
            "title: Keep all",
            (
                "2: “Erhalten” is older than letter.en.md:2, which now says “Keep all”; "
                "update the translation, then run: campaign letter translated de"
            ),
        ),
        (
            "a: Draft",
            "a: Final",
            (
                "3: “a: Draft” is older than letter.en.md:3, which now says “a: Final”; "
                "update the translation, then run: campaign letter translated de"
            ),
        ),
        (
            "    code",
            "    other",
            (
                "12: “code” is older than letter.en.md:12, which now says “other”; "
                "update the translation, then run: campaign letter translated de"
            ),
        ),
        (
            "    More.",
            "    Less.",
            (
                "18: “Mehr.” is older than letter.en.md:18, which now says “Less.”; "
                "update the translation, then run: campaign letter translated de"
            ),
        ),
        (
            "Two.\n\n",
            "",
            (
                "8: letter.en.md no longer says “Two.”; the text here: “Zwei.”; "
                "remove its translation, then run: campaign letter translated de"
            ),
        ),
        (
            "Two.\n\n",
            "Two.\n\nNew.\n\n",
            (
                "10: letter.en.md:10 is new: “New.”; the text here: “Drei.”; "
                "translate it, then run: campaign letter translated de"
            ),
        ),
        (
            "title: Keep it",
            "title: Keep it\nask: Strike it.",
            (
                "6: letter.en.md:3 is new: “Strike it.”; the text here: nothing; "
                "translate it, then run: campaign letter translated de"
            ),
        ),
    ],
)
def test_changes_are_named_beside_their_translation(was: str, becomes: str, named: str) -> None:
    """Changed, new and removed passages are reported in the translation's line, with the first words of both."""
    assert stale(ENGLISH.replace(was, becomes)) == [named]


def test_a_translation_that_followed_is_still_to_be_confirmed() -> None:
    """If the translation has the new paragraph already, it is quoted."""
    assert stale(ENGLISH.replace("Two.\n\n", "Two.\n\nNew.\n\n"), GERMAN.replace("Zwei.\n\n", "Zwei.\n\nNeu.\n\n")) == [
        (
            "10: letter.en.md:10 is new: “New.”; the text here: "
            "“Neu.”; translate it, then run: campaign letter translated de"
        )
    ]


def test_changes_at_once() -> None:
    """One paragraph for two is a change and a removal; two for one a change and an addition."""
    kinds = [line.split("; ")[0] for line in stale(ENGLISH.replace("Two.\n\nThree.", "Both."))]
    assert kinds == [
        "8: “Zwei.” is older than letter.en.md:8, which now says “Both.”",
        "10: letter.en.md no longer says “Three.”",
    ]


def test_a_very_long_letter_is_compared_in_bounded_time() -> None:
    """Above a million pairs nothing is aligned: everything counts as changed, and the report is limited."""
    many = [f"P{number}." for number in range(1_100)]
    english, german = text("\n\n".join(many)), text("\n\n".join(many), "de")
    problems = check_translation(text("\n\n".join([*many, "New."])), german, new_record(english)).problems
    assert len([problem for problem in problems if "is older" in problem.message]) == 200


def test_without_a_record_a_hint_says_so() -> None:
    """A translation that nobody confirmed, or that was confirmed against another language, is a hint, no problem."""
    english, german = text(ENGLISH), text(GERMAN, "de")
    for record in (None, new_record(text(ENGLISH, "fr"))):
        compared = check_translation(english, german, record)
        assert compared.problems == ()
        assert [str(warning) for warning in compared.warnings] == [
            (
                "l/letter.de.md: nobody has confirmed yet that this text is up to date with letter.en.md; "
                "read both, then run: campaign letter translated de"
            )
        ]


def test_passages() -> None:
    """Front matter, body with code, and footnotes are passages, each with its place and line."""
    result = [(passage.place, passage.words, passage.line) for passage in read_passages(text(ENGLISH))]
    assert result == [
        ("title", "Keep it", 2),
        ("law", "a: Draft", 3),
        (BODY, "One.", 6),
        (BODY, "Two.", 8),
        (BODY, "Three.", 10),
        (BODY, "code", 12),
        (BODY, "Four[^a].", 14),
        ("[^a]", "[^a]: Note.", 16),
        ("[^a]", "More.", 18),
    ]


def test_the_record_as_text() -> None:
    """The record is plain text, one line per passage; lines that are not valid are reported."""
    record = new_record(text("One.\n"))
    assert format_record(record, "de") == (
        "# What letter.en.md said when letter.de.md was last confirmed to be up to date.\n"
        "# Written by `campaign letter translated de`; not to be edited.\n"
        "of en\n"
        "d7f78ba5c6ef4e37\tbody\tOne.\n"
    ).replace("d7f78ba5c6ef4e37", record.passages[0].digest)
    record, problems = parse_record("of en\n\n<<<<<<< ours\n" + "0" * 16 + "\tbody\tx\n", "l/letter.de.seen")
    assert record == TranslationRecord("en", (LetterPassage(BODY, "x", "0" * 16),))
    assert [str(problem) for problem in problems] == [
        (
            "l/letter.de.seen:3: not a line of this record: <<<<<<< ours; "
            "recreate the file with campaign letter translated"
        )
    ]


sources = st.lists(
    st.sampled_from(
        ("\n\n", "\n", "    ", "\t", "[^a b]: ", "[^a]", "title: x\n", "---\n", "w ", "\u2028", "\x0b", "ä", "\r", "`")
    ),
    max_size=30,
).map("".join)


@settings(deadline=None)  # machines are busy
@given(sources | st.text())
def test_the_record_survives_its_file(source: str) -> None:
    """The record of any letter is read back unchanged; a letter is up to date with itself."""
    letter = text(source)
    record = new_record(letter)
    again, problems = parse_record(format_record(record, "de"), "x")
    assert problems == ()
    assert [(passage.digest, passage.place, passage.words) for passage in again.passages] == [
        (passage.digest, passage.place, passage.words) for passage in record.passages
    ]
    assert list(freshness(letter, letter, again)) == []


@settings(deadline=None)  # machines are busy
@given(st.lists(st.text("abc", min_size=1), min_size=1, max_size=8), st.data())
def test_every_change_is_named(paragraphs: list[str], data: st.DataObject) -> None:
    """A paragraph changed, added or removed anywhere is reported, in a line that the translation has."""
    at = data.draw(st.integers(0, len(paragraphs) - 1))
    instead = data.draw(st.lists(st.text("xyz", min_size=1), max_size=2))
    changed = [*paragraphs[:at], *instead, *paragraphs[at + 1 :]]
    assume(changed != paragraphs)
    before, now = (text("\n\n".join(body)) for body in (paragraphs, changed))
    problems = list(freshness(now, text("\n\n".join(paragraphs), "de"), new_record(before)))
    named_alone = len({*paragraphs}) == len(paragraphs)  # among equal ones it is open which was changed
    assert len(problems) == max(1, len(instead)) if named_alone else problems
    assert all(problem.line and problem.line <= 2 * len(paragraphs) for problem in problems)
