"""Quotations must be word for word in the law that they cite."""

import pytest

from campaign.core.check import LetterFacts
from campaign.core.check.passages import ClosestPassage, Wording, contains, find_closest
from campaign.core.check.quotations import MOST_QUOTATIONS
from tests.helpers.check import findings, fixes, problem_lines

LAW = (
    "\n\n[^law]: *Article 2.* This Regulation shall not apply to components, except where they are placed on the\n"
    "    market – or put into service – by a provider.\n\n    It “shall” not apply to the providers' own models.\n"
)
FRONT = "---\ntitle: T\nlaw:\n    law: Draft, Article 2\n---\n"


@pytest.mark.parametrize(
    "quoted",
    [
        "“This Regulation shall not apply to components”",
        "“this regulation SHALL not apply to components, except where,”",
        "„placed on the market — or put into service“",
        "« they are placed on the\nmarket - or put into service »",
        "»This Regulation shall not apply to components«",
        '"This *Regulation* shall **not** apply&nbsp;to [components](https://x.example/a(b))"',
        "“This Regulation […] by a provider”",
        "“Regulation shall not ... put into service … by a provider. It 'shall' not”",
        "“the providers’ own models. ”",
        "“own four words here”",
    ],
)
def test_a_quotation_word_for_word_is_fine(quoted: str) -> None:
    """Case, white space, forms of quotes and dashes, emphasis, links, ends and marked omissions do not count."""
    assert problem_lines(f"It says[^law] {quoted}.{LAW}", FRONT) == []


@pytest.mark.parametrize(
    "quoted",
    [
        "“This Regulation should not apply to components”",
        "“This Regulation shall apply to components”",
        "“Regulation shall not apply to component”",
        "“by a provider […] This Regulation shall not apply”",
        "“shall not apply to components except where they”",
    ],
)
def test_a_changed_quotation_is_named(quoted: str) -> None:
    """A word changed, left out or cut, a lost comma, and pieces in another order are reported with their line."""
    assert problem_lines(f"It says[^law]\n{quoted}.{LAW}", FRONT) == [
        f"2: quotation not word for word in footnote [^law]: {quoted}"
    ]


def test_the_closest_passage_is_quoted() -> None:
    """The fix quotes the most similar passage of the footnote."""
    assert fixes(f"It[^law] “Regulation should apply to components except where”.{LAW}", FRONT) == [
        "the footnote says “Regulation shall not apply to components, except where”; correct the one that is wrong"
    ]


def test_words_unlike_the_cited_law_are_named() -> None:
    """A paragraph that cites law but quotes something else is reported."""
    assert fixes(f"It[^law] “quite other words that nobody wrote”.{LAW}", FRONT) == [
        "nothing there is similar; quote the provision, or remove the quotation marks"
    ]


def test_a_paragraph_without_a_note_is_compared_with_all_law() -> None:
    """In a paragraph without footnotes a quotation similar to the law must be word for word; others are ignored."""
    body = "Text[^law].\n\nAs “Regulation should not apply to components” says, “all else that people say is fine”."
    assert problem_lines(body + LAW, FRONT) == [
        "3: quotation not word for word in footnote [^law]: “Regulation should not apply to components”"
    ]


def test_a_paragraph_with_another_note_is_left_in_peace() -> None:
    """A quotation with a footnote that is not law has another source."""
    body = "Text[^law].\n\nAs “Regulation should not apply to components” says[^b].\n\n[^b]: A newspaper."
    assert problem_lines(body + LAW, FRONT) == []


def test_every_law_note_that_is_called_counts() -> None:
    """A quotation may be in any footnote of its paragraph; if it is in none, the closest passage is quoted."""
    front = "---\ntitle: T\nlaw:\n    law: Draft\n    b: Draft\n---\n"
    tail = LAW + "\n[^b]: Whoever develops a component owes nothing to anybody."
    assert problem_lines("It[^law][^b] “develops a component owes nothing”" + tail, front) == []
    assert problem_lines("It[^law][^b] “develops a component owes something”" + tail, front) == [
        "1: quotation not word for word in footnote [^b]: “develops a component owes something”"
    ]
    assert problem_lines("It[^law][^b] “words that are in neither one”" + tail, front) == [
        "1: quotation not word for word in the cited footnotes: “words that are in neither one”"
    ]


def test_a_block_quotation_is_a_quotation() -> None:
    """A block quotation with a footnote on law is compared as a whole."""
    assert problem_lines(f"Text:\n\n> This Regulation shall not\n> apply to components.[^law]{LAW}", FRONT) == []
    assert problem_lines(f"Text:\n\n> This Regulation shall\n> apply to components.[^law]{LAW}", FRONT) == [
        "3: quotation not word for word in footnote [^law]: “This Regulation shall apply to components.”"
    ]


def test_without_law_in_the_front_matter_a_note_that_reads_like_law_counts() -> None:
    """Footnotes with an article, recital, regulation or directive are law if the front matter names none."""
    body = "It says[^law] “This Regulation should not apply to components”, and[^b] more.\n\n[^b]: The newspaper."
    assert len(problem_lines(body + LAW)) == 1
    assert problem_lines("He said “This Regulation should not apply to components”[^b].\n\n[^b]: The newspaper.") == []


def test_law_itself_is_not_compared() -> None:
    """Quotation marks in a footnote with law belong to the law; in other footnotes they are quotations."""
    tail = "\n\n[^law]: Article 2: “this regulation shall not apply at all”."
    assert problem_lines("Text[^law]." + tail, FRONT) == []
    assert problem_lines(
        "Text[^law] and[^c].\n\n[^c]: Cf. “this regulation should not apply at all”[^law]." + tail, FRONT
    ) == ["3: quotation not word for word in footnote [^law]: “this regulation should not apply at all”"]


def test_a_note_that_merely_names_an_act_is_no_source() -> None:
    """A footnote that the front matter does not name is compared only where the quotation is like it."""
    body = "She said: “A back door is a door for all”[^a].\n\n[^a]: Regulation (EU) 2016/679, recital 4."
    assert problem_lines(body) == []
    near = (
        "“this Regulation shall not apply to any component”[^a].\n\n"
        "[^a]: Article 2: this Regulation shall apply to any component."
    )
    assert problem_lines(near) == [
        "1: quotation not word for word in footnote [^a]: “this Regulation shall not apply to any component”"
    ]


def test_too_many_quotations_are_named() -> None:
    """Quotations above the limit are not compared; the first of them is reported."""
    quotation = "“This Regulation shall not apply to components”\n\n"
    body = "Text[^law].\n\n" + "".join(f"In {number} {quotation}" for number in range(MOST_QUOTATIONS + 1))
    assert problem_lines(body.rstrip() + LAW, FRONT) == [
        f"{3 + 2 * MOST_QUOTATIONS}: more than 100 quotations; from here on they are not checked"
    ]


def test_the_search_stops_after_enough_law() -> None:
    """The closest passage is searched in the first part of a long law only; the comparison reads all of it."""
    front = "---\ntitle: T\nlaw:\n    a: Draft\n    b: Draft\n---\n"
    tail = f"\n\n[^a]: {'word ' * 12_000} the very last six words here\n\n[^b]: one two three four five six"
    body = "Text[^a][^b] “the very last six words” and “one two three for five six”."
    assert fixes(body + tail, front, LetterFacts()) == [
        "nothing there is similar; quote the provision, or remove the quotation marks"
    ]


def test_a_text_holds_whole_words_only() -> None:
    """A piece that begins or ends inside a word does not match."""
    assert contains(Wording("to apply it"), ["apply"])
    assert not contains(Wording("misapply it"), ["apply"])


def test_the_closest_passage_of_nothing_is_nothing() -> None:
    """Texts that share no word have no closest passage."""
    assert find_closest(Wording("one two"), "three four") == ClosestPassage("", 0.0)
    assert find_closest(Wording(""), "three four") == ClosestPassage("", 0.0)


def test_problems_of_a_kind_are_limited() -> None:
    """Hundreds of problems of one rule are cut, with a problem that says so."""
    problems = findings("---\ntitle: T\n---\n" + "a[^x] " * 300).problems
    assert len(problems) == 201
    assert problems[0].message == "more than 200 problems of one kind"
