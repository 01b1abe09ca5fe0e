"""Annexes: reading them, checking their form, freezing them with a version."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.letters import digest_of, letter_of, read, texts_of
from campaign.core.letters.annex import (
    Annex,
    AnnexName,
    annexes_for,
    find_duplicates,
    is_identifier,
    parse_annex_name,
    read_annex,
)
from campaign.core.letters.canonical import canonical_text
from campaign.core.letters.comparable import annex_document, comparable_document
from campaign.core.letters.front_matter import LetterFile
from campaign.core.letters.letter import read_all
from campaign.core.letters.tree import plain_blocks
from campaign.core.letters.version import Version, flaws
from campaign.errors import LetterError

FRONT = "---\nsource: Draft\nprovision: Article 2(5)\nidentifier: 52021PC0206\n---\n"


def problems_of(text: str, path: str = "annex.x.md") -> list[str]:
    return [str(problem).removeprefix(path) for problem in read_annex(LetterFile(path, text))[1]]


def test_a_letter_is_read_with_the_annexes_that_it_quotes() -> None:
    """Each text gets the annexes in its language; a file name that is not valid is reported."""
    files = [
        LetterFile(f"letters/a/annex.{name}.md", FRONT + "Words.\n")
        for name in ("x.2023-03-23.de", "x.2023-03-23", "?")
    ]
    texts = {code: LetterFile(f"letters/a/letter.{code}.md", "---\ntitle: T\n---\n\nText.\n") for code in ("de", "en")}
    letters, problems = read_all(texts, files)
    assert {code: [annex.path for annex in letter.annexes] for code, letter in letters.items()} == {
        "de": ["letters/a/annex.x.2023-03-23.de.md"],
        "en": ["letters/a/annex.x.2023-03-23.md"],
    }
    hint = "name it annex.LABEL.md, annex.LABEL.2027-04-26.md or annex.LABEL.2027-04-26.de.md"
    assert [str(problem) for problem in problems] == [f"letters/a/annex.?.md: not a file name of an annex; {hint}"]


def test_an_annex_is_read_word_for_word() -> None:
    """Its paragraphs are plain words: numbers, stars and dashes are not read as Markdown."""
    annex, problems = read_annex(
        LetterFile("letters/a/annex.x.2023-03-23.de.md", FRONT + "1. This\n*Regulation*\n\n- applies\n")
    )
    assert problems == ()
    assert annex == Annex(
        path="letters/a/annex.x.2023-03-23.de.md",
        label="x",
        language="de",
        source=FRONT + "1. This\n*Regulation*\n\n- applies\n",
        origin="Draft",
        provision="Article 2(5)",
        draft=dt.date(2023, 3, 23),
        identifier="52021PC0206",
        paragraphs=("1. This *Regulation*", "- applies"),
        body_line=6,
    )
    assert annex.title == "Draft, Article 2(5), draft of 2023-03-23, 52021PC0206"
    assert plain_blocks(annex_document(annex).blocks) == "1. This *Regulation*\n- applies"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("annex.x.md", AnnexName("x", "", "")),
        ("annex.x.de.md", AnnexName("x", "", "de")),
        ("annex.art-2_5.2023-03-23.md", AnnexName("art-2_5", "2023-03-23", "")),
        ("annex.x.2023-03-23.pt-BR.md", AnnexName("x", "2023-03-23", "pt-BR")),
        ("annex.md", None),
        ("annex.a b.md", None),
        ("annex.x.md.bak", None),
    ],
)
def test_a_files_name_says_label_draft_and_language(file: str, name: AnnexName | None) -> None:
    """A file name is split into its parts; any other name is rejected."""
    assert parse_annex_name(file) == name


@pytest.mark.parametrize(
    "identifier",
    [
        "52021PC0206",
        "32016R0679",
        "32016R0679R(02)",
        "02016R0679-20160504",
        "62019CJ0311",
        "52023AP0236",
        "12016E114",
        "12012P/TXT",
        "https://data.europa.eu/eli/reg/2016/679/oj",
        "eli/reg/2016/679/oj",
    ],
)
def test_identifiers_of_the_union_are_known(identifier: str) -> None:
    """CELEX numbers of each sector, and ELI with or without a host, are valid."""
    assert is_identifier(identifier)


@pytest.mark.parametrize(
    "identifier", ["2021/0106(COD)", "52021PC206", "X2021PC0206", "https://a.example/x", "eli/reg", ""]
)
def test_other_identifiers_are_not(identifier: str) -> None:
    """Procedure numbers, short numbers and plain links are not valid."""
    assert not is_identifier(identifier)


def test_what_is_wrong_is_named_with_its_line() -> None:
    """Missing, misspelt, invalid and contradicting values are reported, each with its fix."""
    assert problems_of("") == [
        ":1: the annex has no source; add source: Where the text comes from, for example: Council document 8115/21.",
        ":1: the annex has no provision; add provision: The provision, for example: Article 2(5).",
        ":1: the annex has no text; write the provision below the front matter",
    ]
    text = "---\nsource: S\nprovison: P\nprovision: P\nidentifier: 2021/0106\nlanguage: English\ndraft: March\n---\nx\n"
    assert problems_of(text) == [
        ":3: unknown key provison; did you mean provision?",
        ":7: draft is not valid: March; write it as YYYY-MM-DD, for example 2027-04-26",
        (
            ":5: the identifier is neither a CELEX number nor an ELI: 2021/0106; "
            "write a CELEX number such as 52021PC0206, or an ELI such as "
            "https://data.europa.eu/eli/reg/2016/679/oj"
        ),
        ":6: not a language code: English; write a code such as en or de",
    ]
    other = FRONT.replace("---\nsource", "---\ndraft: 2023-03-23\nlanguage: en\nsource") + "x"
    assert problems_of(other, "annex.x.2023-04-21.de.md") == [
        ":2: draft is 2023-03-23 here and 2023-04-21 in the file name; correct the one that is wrong",
        ":3: language is en here and de in the file name; correct the one that is wrong",
    ]
    assert problems_of(FRONT + "x", "annex.x.2023-02-30.md") == [
        ": 2023-02-30 is not a date; correct the date in the file name"
    ]


def test_a_huge_annex_is_refused() -> None:
    """An annex of more than two million characters is refused, with a fix."""
    with pytest.raises(LetterError) as caught:
        read_annex(LetterFile("annex.x.md", "x" * 2_000_001))
    assert caught.value.message == "annex.x.md: the annex has 2,000,001 characters; the limit is 2,000,000"


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """Any text can be read without an error, and no word is lost."""
    annex, _ = read_annex(LetterFile("annex.x.md", FRONT + text))
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert annex.text.split() == lines.split()


def _annex(path: str, text: str = "x") -> Annex:
    return read_annex(LetterFile(path, FRONT + text))[0]


def test_a_text_has_the_annexes_of_its_language() -> None:
    """For each label a text has the drafts in its own language, the oldest first, or else all."""
    en, de = _annex("annex.x.2023-04-21.en.md"), _annex("annex.x.de.md")
    older, only = _annex("annex.x.2023-03-23.en.md"), _annex("annex.a.fr.md")
    everything = (en, de, older, only)
    assert annexes_for("en", everything) == (only, older, en)
    assert annexes_for("de-AT", everything) == (only, de)


def test_doubles_are_named() -> None:
    """Two files with the same label, draft and language are reported."""
    one, other = _annex("annex.x.md"), _annex("annex.x.en.md")
    assert [str(problem) for problem in find_duplicates((one, other, _annex("annex.y.md")))] == [
        "annex.x.en.md: has the same label, draft and language as annex.x.md; give each its own `draft`, or delete one"
    ]


def test_annexes_belong_to_the_version() -> None:
    """Annexes are canonical and come back with the frozen text; a letter without one has the digest it always had."""
    letter, _ = read("---\ntitle: T\nask: A\nlaw:\n    x: Draft\n---\na[^x]\n\n[^x]: N\n", "letter.en.md")
    with_annexes = replace(letter, annexes=(_annex("annex.x.md", "One.\n\nTwo."),))
    assert canonical_text(with_annexes) == canonical_text(letter) + (
        "\nAnnex x: Draft, Article 2(5), 52021PC0206\n\nOne.\n\nTwo.\n"
    )
    (text,) = texts_of({"en": with_annexes})
    assert letter_of(text) == with_annexes
    assert (
        plain_blocks(comparable_document(with_annexes).blocks)
        == "T\nAsk: A\na\nAnnex x: Draft, Article 2(5), 52021PC0206\nOne.\nTwo."
    )
    assert plain_blocks(comparable_document(with_annexes).notes[0].blocks) == "N\nSource: Draft"
    assert comparable_document(replace(letter, title="", ask="", law={})) == letter.document


def test_every_flaw_of_a_version_is_named() -> None:
    """A wrong digest of the version, a wrong digest of a text, and a changed source are reported."""
    letter, _ = read("a", "l.md")
    texts = texts_of({"en": letter})
    version = Version(1, "l", 1, "", "", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert list(flaws(replace(version, digest=digest_of(texts)), texts)) == []
    assert list(flaws(version, texts)) == ["the digest of its texts does not match"]
    bent = (replace(texts[0], canonical="b"),)
    assert list(flaws(version, bent))[1:] == [
        "l.md: the digest of the canonical text does not match",
        "l.md: the author's text no longer gives the canonical text",
    ]
    unreadable = (replace(texts[0], source="x" * 2_000_001),)
    assert list(flaws(version, unreadable))[1:] == ["l.md: the author's text no longer gives the canonical text"]


def test_a_kind_names_its_language() -> None:
    """The kind is followed by the new language."""
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert Version(1, "l", 1, "", "", at).kind_label == "first"
