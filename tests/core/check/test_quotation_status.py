"""Quotations compared with annexes and with the newest draft."""

from dataclasses import replace

from campaign.core.check import LetterFacts, check_letter
from campaign.core.check.quotation_status import quotation_statuses
from campaign.core.letters import Letter, read
from campaign.core.letters.annex import Annex, annexes_for, read_annex
from campaign.core.letters.front_matter import LetterFile

CLAUSE = "This exemption should not apply to general models as described in Article 28b."
OTHER = "Open components are left alone by this Regulation in every Member State."


def annex(text: str, path: str = "annex.law.md") -> Annex:
    return read_annex(LetterFile(path, f"---\nsource: S\nprovision: P\n---\n{text}\n"))[0]


def letter(body: str, *annexes: Annex) -> Letter:
    parsed = read(f"---\ntitle: T\n---\n{body}", "letter.en.md")[0]
    return replace(parsed, annexes=annexes_for("en", annexes))


def problems_of(whole: Letter) -> list[str]:
    return [f"{problem}" for problem in check_letter(whole, LetterFacts()).problems]


def test_a_quotation_may_stand_in_annex_or_note() -> None:
    """Quotations in the body are compared with the footnotes of their paragraph and their annexes."""
    body = f"Strike “{CLAUSE}”[^law]\n\n“{OTHER}”[^law]\n\n[^law]: In our words: {OTHER}\n"
    assert problems_of(letter(body, annex(CLAUSE))) == []


def test_a_quotation_that_the_annex_lacks_is_named() -> None:
    """A quotation that is not word for word in the annex is reported with the annex's words."""
    body = f"Strike “{CLAUSE.replace('general', 'all general')}”[^law]\n\n[^law]: See the annex.\n"
    assert problems_of(letter(body, annex(CLAUSE))) == [
        (
            "letter.en.md:4: quotation not word for word in annex.law.md: “This exemption should not apply to all "
            "general "
            "models as described in Article 28b.”; the annex says “This exemption should not apply to general models "
            "as "
            "described in Article 28b.”; correct the one that is wrong"
        )
    ]


def test_a_note_is_compared_with_its_annex() -> None:
    """A quotation in a footnote must be in the annex with its label."""
    body = f"Strike it.[^law]\n\n[^law]: It says “{CLAUSE.replace('models', 'systems')}”\n\n    “{OTHER}”\n"
    assert problems_of(letter(body, annex(CLAUSE))) == [
        (
            "letter.en.md:6: quotation not word for word in annex.law.md: “This exemption should not apply to general "
            "systems as described in Article 28b.”; the annex says “This exemption should not apply to general models "
            "as "
            "described in Article 28b.”; correct the one that is wrong"
        ),
        (
            "letter.en.md:8: quotation not word for word in annex.law.md: “Open components are left alone by this "
            "Regulation in every Member State.”; nothing there is similar; quote the provision, "
            "or remove the quotation marks"
        ),
    ]


def test_hidden_characters_of_an_annex_are_named() -> None:
    """Characters that change the reading direction are found in annexes, too, once per line."""
    assert problems_of(letter("Text.", annex("a\u202eb\u202e c\n\nd\x07"))) == [
        (
            "annex.law.md:5: hidden character U+202E changes the reading direction; delete it; "
            "if you cannot find it, type the line again"
        ),
        (
            "annex.law.md:7: hidden character U+0007 is a control character; delete it; "
            "if you cannot find it, type the line again"
        ),
    ]


def test_whether_a_quotation_is_current() -> None:
    """A quotation is searched in the newest draft; if it is gone, there are the closest passage and older drafts."""
    march, april = annex(CLAUSE, "annex.law.2023-03-23.md"), annex(OTHER, "annex.law.2023-04-21.md")
    body = f"Strike “{CLAUSE}”[^law] but keep\n“{OTHER}”[^law]\n\n[^law]: “{CLAUSE}”\n"
    whole = letter(body, march, april)
    outdated, current, in_note = quotation_statuses(whole)
    assert (outdated.label, outdated.line, outdated.words) == ("law", 4, CLAUSE)
    assert (outdated.newest, outdated.is_current, outdated.older_drafts) == (april, False, (march,))
    assert (current.line, current.is_current, current.older_drafts) == (5, True, ())
    assert (current.closest, current.likeness) == (OTHER, 1.0)
    assert (in_note.line, in_note.is_current, in_note.older_drafts) == (7, False, (march,))
    assert [str(warning) for warning in check_letter(whole, LetterFacts()).warnings] == [
        (
            f"letter.en.md:{line}: the quotation is in annex.law.2023-03-23.md, but no longer in "
            "annex.law.2023-04-21.md; compare the drafts: campaign letter law"
        )
        for line in (4, 7)
    ]


def test_words_that_are_no_quotation_of_law_are_left_alone() -> None:
    """In a paragraph without footnotes only words similar to an annex are quotations of law."""
    body = f"They said “nothing of this kind was ever read by us” and “{CLAUSE}”\n"
    assert [status.words for status in quotation_statuses(letter(body, annex(CLAUSE)))] == [CLAUSE]
    assert quotation_statuses(letter(body)) == ()
