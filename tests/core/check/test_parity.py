"""Comparing a translation with its original."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.check import check_translation, original_of
from campaign.core.check.translation_record import new_record
from campaign.core.letters import read

ENGLISH = """---
title: Keep it
subject: Re: it
date: 2027-04-10
ask: Strike the clause.
deadline: 2027-04-26
salutation: single
law:
    one: Draft, Article 2(5)
---

{{ salutation }}

## First

We write[^one] about [the act](https://eur-lex.example/EN/act) and[^two] it.

- one
- two

> A quotation

| a | b |
|---|---|
| c | d |

Vote on {{ vote }}, see <https://plain.example/>.

[^one]: Article 2.

    More of it.
[^two]: A note.
"""
GERMAN = """---
title: Erhalten
subject: Re: es
ask: Streichen Sie den Satz.
date: 2027-04-10
deadline: 2027-04-26
salutation: single
law:
    one: Entwurf, Artikel 2(5)
---

{{ salutation }}

## Erstens

Wir schreiben[^one] über [das Gesetz](https://eur-lex.example/DE/act)
und[^two] es.

- eins
- zwei

> Ein Zitat

| a | b |
|---|---|
| c | d |

Abstimmung am {{ vote }}, siehe <https://plain.example/>.

[^two]: Eine Note.
[^one]: Artikel 2.

    Mehr davon.
"""


def text(source: str, language: str = "de"):
    letter, _ = read(source, f"l/letter.{language}.md", language)
    return letter


def differences(translation: str, original: str = ENGLISH) -> list[str]:
    """Return `line: what; fix` of each difference."""
    english = text(original, "en")
    findings = check_translation(english, text(translation), new_record(english))
    assert {problem.path for problem in findings.problems} <= {"l/letter.de.md"}
    assert findings.warnings == ()
    return [f"{problem.line}: {problem.message}; {problem.fix}" for problem in findings.problems]


def test_a_faithful_translation_is_clean() -> None:
    """Other words, line breaks, order of footnotes in the file, and the act's page in German are not differences."""
    assert differences(GERMAN) == []


PLANTED = [
    ("subject: Re: es\n", "", "1: subject is missing, letter.en.md has one; translate subject"),
    ("ask: Streichen Sie den Satz.\n", "", "1: ask is missing, letter.en.md has one; translate ask"),
    (
        "ask:",
        "closing: Ihre\nask:",
        "4: closing is set here, but not in letter.en.md; remove closing, or add it to letter.en.md",
    ),
    (
        "date: 2027-04-10",
        "date: 2027-04-11",
        "5: date is 2027-04-11, in letter.en.md it is 2027-04-10; make both the same",
    ),
    (
        "deadline: 2027-04-26\n",
        "",
        "1: deadline is missing, in letter.en.md it is 2027-04-26; make both the same",
    ),
    (
        "salutation: single",
        "salutation: joint",
        "7: salutation is joint, in letter.en.md it is single; make both the same",
    ),
    (
        "    one: E",
        "    two: E",
        (
            "8: law does not name [^one], letter.en.md does; add a line one: below law\n"
            "8: law names [^two], letter.en.md does not; remove the line, or add it to letter.en.md"
        ),
    ),
    (
        "und[^two]",
        "und",
        "16: footnote [^two] is missing here, letter.en.md:16 has it; put [^two] in its place",
    ),
    (
        "und[^two]",
        "und[^two][^one]",
        "17: footnote [^one] is used here, but not in letter.en.md; remove it, or add it to letter.en.md",
    ),
    (
        "schreiben[^one] über [das Gesetz](https://eur-lex.example/DE/act)\nund[^two]",
        "schreiben[^two] über [das Gesetz](https://eur-lex.example/DE/act)\nund[^one]",
        (
            "16: footnote [^two] is used here, letter.en.md:16 has [^one] first; "
            "use the footnotes in the same order, so that they have the same numbers"
        ),
    ),
    ("{{ vote }}", "26. April", "28: {{ vote }} is missing, letter.en.md:27 has it; put it in its place"),
    (
        "Eine Note",
        "{{ date }}",
        "30: {{ date }} is used here, but not in letter.en.md; remove it, or add it to letter.en.md",
    ),
    (
        "<https://plain.example/>",
        "hier",
        "28: the link to https://plain.example/ is missing, letter.en.md has it; add it",
    ),
    (
        "siehe <",
        "siehe <https://other.example/> <",
        (
            "28: the link to https://other.example/ is not in letter.en.md; "
            "use the link of letter.en.md, or add this one there"
        ),
    ),
    (
        "## Erstens\n\n",
        "",
        "14: from here on nothing, in letter.en.md:14 1 level-2 heading; put both in the same order",
    ),
    (
        "## Erstens",
        "### Erstens",
        "14: from here on 1 level-3 heading, in letter.en.md:14 1 level-2 heading; put both in the same order",
    ),
    (
        "- zwei\n",
        "",
        "19: from here on 1 list item, in letter.en.md:18 2 list items; put both in the same order",
    ),
    (
        "- eins\n- zwei",
        "1. eins\n2. zwei",
        "19: from here on 2 numbered items, in letter.en.md:18 2 list items; put both in the same order",
    ),
    (
        "> Ein Zitat",
        "Ein Zitat",
        "22: from here on 1 paragraph, in letter.en.md:21 1 quotation; put both in the same order",
    ),
    (
        "| c | d |",
        "| c | d |\n| e | f |",
        ("24: from here on 1 2-by-2 table, in letter.en.md:23 1 1-by-2 table; put both in the same order"),
    ),
    (
        "\n    Mehr davon.\n",
        "",
        "31: from here on 1 paragraph, in letter.en.md:29 2 paragraphs; put both in the same order",
    ),
    (
        "[^two]: Eine",
        "Noch einer.\n\n[^two]: Eine",
        "28: from here on 2 paragraphs, in letter.en.md:27 1 paragraph; put both in the same order",
    ),
]


@pytest.mark.parametrize(("was", "becomes", "named"), PLANTED)
def test_every_planted_difference_is_named(was: str, becomes: str, named: str) -> None:
    """One thing changed in the translation is one problem, in its line."""
    assert GERMAN.count(was) == 1
    assert differences(GERMAN.replace(was, becomes)) == named.split("\n")


def test_the_other_way_round() -> None:
    """What only the translation has is reported in the translation, too."""
    places = [difference.partition(";")[0] for difference in differences(GERMAN, "Text")]
    assert places[0] == "2: title is set here, but not in letter.en.md"
    assert places[-1] == "31: from here on 2 paragraphs, in letter.en.md nothing"
    assert len(places) == 16


def test_an_empty_translation() -> None:
    """An empty text lacks everything; each problem is in its first line."""
    problems = differences("")
    assert {difference.partition(":")[0] for difference in problems} == {"1"}
    assert len(problems) == 16


def test_what_only_the_tree_shows() -> None:
    """Blocks with similar source but different structure are reported at the beginning of the text."""
    assert differences("T\n\n    code\n", "T\n\nU\n") == [
        "1: from here on 1 paragraph, in letter.en.md:1 2 paragraphs; put both in the same order"
    ]
    assert differences("T\n\n    code\n", "T\n") == [
        "1: block 2 of the body is a codeblock, in letter.en.md it is missing; use the same Markdown in both"
    ]
    assert differences("3. a\n4. b\n\n> c\n\n***\n", "1. a\n2. b\n\n> c\n\n***\n") == []
    assert differences("> a\n>\n> b\n", "> a\n")[0] == (
        "1: block 1 of the body is a quotation of a paragraph and a paragraph, "
        "in letter.en.md it is a quotation of a paragraph; use the same Markdown in both"
    )


def test_kinds_of_blocks() -> None:
    """Underlined headings, rules, amendments, continued items and link definitions are recognised."""
    source = (
        "A\n===\n\nB\n---\n\n***\n\n/// amendment | x\nWords\n///\n\n- a\n  b\n- c\n\nText\n[x]: https://x.example/\n"
    )
    gone = source.replace("B\n---", "B").replace("Words\n", "").replace("- c\n", "").replace("***", "Text")
    assert differences(source, source) == []
    assert differences(gone, source) == [
        (
            "4: from here on 2 paragraphs, 2 amendment marks, 1 list item, 1 paragraph, in letter.en.md:4 "
            "1 level-2 heading, 1 rule, 1 amendment mark, 1 paragraph, …; put both in the same order"
        )
    ]


@pytest.mark.parametrize(
    ("texts", "originals"),
    [
        ({"en": "", "de": "", "fr": ""}, {"en": "", "de": "en", "fr": "en"}),
        ({"de": "", "fr": ""}, {"de": "", "fr": "de"}),
        ({"fr": "", "en": "fr", "de": ""}, {"fr": "", "en": "fr", "de": "fr"}),
        ({"fr": "", "en": "fr", "de": "en"}, {"fr": "", "en": "fr", "de": "en"}),
        ({"en": "xx", "de": "de"}, {"en": "", "de": ""}),
    ],
)
def test_which_text_is_the_original(texts: dict[str, str], originals: dict[str, str]) -> None:
    """The front matter decides, or else the other translations, or else English, or else the first language."""
    letters = {code: text(f"---\ntranslation_of: {of}\n---\n", code) for code, of in texts.items()}
    assert {code: original_of(code, letters) for code in letters} == originals


def test_links_are_looked_for_wherever_they_stand() -> None:
    """A link that the original also has in its front matter, or writes in another way, is reported."""
    assert differences("Ein Text", "---\ndelivery: https://a.example/x\n---\n[A](https://a.example/x)")[1] == (
        "1: the link to https://a.example/x is missing, letter.en.md has it; add it"
    )
    assert differences("Ein Text", "<a@b.example>") == [
        "1: the link to mailto:a@b.example is missing, letter.en.md has it; add it"
    ]
    assert differences("<a@b.example>", "Ein Text") == [
        "1: the link to mailto:a@b.example is not in letter.en.md; use the link of letter.en.md, or add this one there"
    ]


PIECES = (
    "[^a]", "[^b]", "\n\n[^a]: ", "\n\n[^b]: ", "\n\n", "\n", "    ", "`", "[a](https://a.example/)", "{{ vote }}",
    "> ", "- ", "1. ", "# ", "|a|b|\n|-|-|\n", "***\n", "===", "---\n", "law:\n    a: x\n", "title: x\n", "///", "w ",
)  # fmt: skip
sources = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(deadline=None)  # machines are busy
@given(sources)
def test_a_letter_is_like_itself(source: str) -> None:
    """No letter differs from itself."""
    assert differences(source, source) == []


@settings(deadline=None)  # machines are busy
@given(sources, sources)
def test_any_two_texts(source: str, other: str) -> None:
    """Any two texts are compared without an error, and each problem has a line that the translation has."""
    english = text(other, "en")
    for problem in check_translation(english, text(source), new_record(english)).problems:
        assert problem.line is None or 1 <= problem.line <= source.count("\n") + 1
