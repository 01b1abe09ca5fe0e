"""What a change affects, and which kinds it may have."""

from dataclasses import replace

import pytest

from campaign.core.check.changes import compare, reasons_against
from campaign.core.check.significant_words import _NEGATIONS, days, negations, numbers
from campaign.core.letters import Letter, VersionKind, read
from campaign.core.letters.annex import read_annex
from campaign.core.letters.front_matter import LetterFile

BODY = "We do ask 12 Members on 26 April under Title II to strike it.[^law]\n\n[^law]: The law says so.\n"
FRONT = "---\ntitle: T\nask: Strike it\nlaw:\n    law: Draft of March\n---\n"


def letter(body: str = BODY, front: str = FRONT, language: str = "en") -> Letter:
    return read(front + body, f"letter.{language}.md", language)[0]


def touched(body: str, front: str = FRONT) -> tuple[str, ...]:
    (changed,) = compare({"en": letter()}, {"en": letter(body, front)}).changed
    return changed.weighty_parts


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Members", "members", ()),
        ("12", "13", ("a number",)),
        ("12 Members on 26", "26 Members on 12", ("a number",)),
        ("Title II", "Title IV", ("a number",)),
        ("Members", "two Members", ("a number",)),
        ("April", "May", ("a date",)),
        ("do ask", "do not ask", ("a negation",)),
        ("do ask", "don’t ask", ("a negation",)),
        ("law says", "law said", ("the law",)),
    ],
)
def test_what_weighs_is_named(old: str, new: str, what: tuple[str, ...]) -> None:
    """Changes of numbers (in any order or form), dates, negations and quoted law are found."""
    assert touched(BODY.replace(old, new)) == what


def test_ask_source_and_annex_are_seen() -> None:
    """A changed ask, another source of law, and a changed annex are reported."""
    assert touched(BODY, FRONT.replace("Strike it", "Keep it")) == ("the ask",)
    assert touched(BODY, FRONT.replace("Draft", "Text")) == ("the law",)
    annex, _ = read_annex(LetterFile("annex.law.md", "---\nsource: S\nprovision: P\n---\nx\n"))
    (changed,) = compare({"en": letter()}, {"en": replace(letter(), annexes=(annex,))}).changed
    assert changed.weighty_parts == ("the law",)


def test_a_comparison_counts() -> None:
    """Languages are compared one by one; paragraphs and words are counted; no change is falsy."""
    german = letter("Wir bitten.", language="de")
    old = {"en": letter(), "de": german, "fr": letter(language="fr")}
    new = {
        "en": letter(BODY.replace("do ask", "kindly ask").replace("says so", "says that")),
        "de": german,
        "it": german,
    }
    comparison = compare(old, new)
    assert (comparison.added, comparison.removed, comparison.unchanged) == (("it",), ("fr",), ("de",))
    assert [(change.language, change.paragraphs, change.deleted, change.inserted) for change in comparison.changed] == [
        ("en", 2, 2, 2)
    ]
    assert comparison
    assert not compare(old, old)


def test_a_correction_is_small_and_touches_nothing() -> None:
    """A correction may change a few words, but not more, no weighty part, and no set of languages."""
    old = {"en": letter()}
    assert reasons_against(VersionKind.CORRECTION, compare(old, {"en": letter(BODY.replace("strike", "delete"))})) == ()
    long = {"en": letter(BODY + "\nThese are more than just the few words that may pass.\n")}
    assert reasons_against(VersionKind.CORRECTION, compare(old, long)) == (
        "en: 11 words changed; a correction changes at most 8",
        "en: a whole paragraph or list item changed",
    )
    number = {"en": letter(BODY.replace("12", "13"))}
    assert reasons_against(VersionKind.CORRECTION, compare(old, number)) == ("en: a number changed",)
    assert reasons_against(VersionKind.CORRECTION, compare(old, {"de": letter()})) == (
        "there is a new language: de",
        "a language was removed: en",
    )
    assert reasons_against(VersionKind.SUBSTANCE, compare(old, long)) == ()


def test_a_new_language_leaves_the_others_alone() -> None:
    """Only the new language may be new."""
    old, german = {"en": letter()}, letter(language="de")
    assert reasons_against(VersionKind.LANGUAGE, compare(old, {**old, "de": german}), "de") == ()
    assert reasons_against(VersionKind.LANGUAGE, compare(old, {**old, "de": german}), "fr") == (
        "fr is not a new language",
        "other languages changed too: de",
    )
    changed = {"en": letter(BODY + "\nMore.\n"), "de": german}
    assert reasons_against(VersionKind.LANGUAGE, compare(old, changed), "de") == ("other languages changed too: en",)


def test_words_that_weigh_are_known_by_language() -> None:
    """Each official language has negations and its own months; an unknown one has the English."""
    assert len(_NEGATIONS) == 24
    assert all(negations(words.split()[0], language) for language, words in _NEGATIONS.items())
    assert days("am 3. März, Montag", "de-AT") == ["März", "Montag"]
    assert days("3 kwietnia", "pl") == ["kwietnia"]
    assert days("may 3 May", "en") == ["May"]
    assert days("3 May", "xx-nope") == ["May"]
    assert days("3 May", "not a language") == ["May"]
    assert numbers("two II I 2nd V drei", "xx") == ["two", "II", "2nd", "V"]
    assert negations("n’est pas l’ask", "fr") == ["n'est", "pas"]
