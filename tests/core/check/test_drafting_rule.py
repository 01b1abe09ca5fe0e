"""What is only for drafting: changes, comments, notes to the editors, a greeting typed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.check import findings, problem_lines


def test_changes_outside_an_amendment_are_named() -> None:
    """Each change and comment is named by its line; an amendment may have changes, but no comments."""
    body = (
        "We ask you {--to shame--}{++to please++} them.\n\n> Law {~~old~>new~~}.\n\n"
        "/// amendment | Article 2\nA {++new++} word. {>>why?<<}\n///\n\n"
        "Text[^1]. {>>Jan: right?<<}\n\n[^1]: A {++b++}.\n"
    )
    assert problem_lines(body) == [
        "1: a deletion that nobody has decided: “to shame”",
        "1: an insertion that nobody has decided: “to please”",
        "3: a change that nobody has decided: “old~>new”",
        "6: a comment for the editors: “why?”",
        "9: a comment for the editors: “Jan: right?”",
        "11: an insertion that nobody has decided: “b”",
    ]


def test_a_mark_that_is_not_closed_is_named() -> None:
    """A mark ends in its paragraph. A comment inside a change is named, too; an escaped mark and code are text."""
    assert problem_lines("A {++b.\n\n{>><<} C++} \\{--d--} `{--e--}` {--f {>>g<<} h--}\n\n///\n") == [
        "1: an insertion without its ++} in the paragraph is shown as text",
        "3: a deletion that nobody has decided: “f”",
        "3: a comment for the editors: “g”",
    ]


def test_an_amendment_without_its_end_protects_nothing() -> None:
    """Changes below `/// amendment` are named unless `///` closes it."""
    assert problem_lines("/// amendment | Article 2\n\n/// amendment\n\nA {++b++}.\n") == [
        "5: an insertion that nobody has decided: “b”"
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("DRAFT v3 – do not circulate", "DRAFT v3 – do not circulate"),
        ("**ENTWURF**", "ENTWURF"),
        ("Draft v2", "Draft v2"),
        ("INTERNAL: legal says no", "INTERNAL: legal says no"),
        ("This text is not for circulation.", "not for circulation"),
        ("Please do not share yet", "Please do not share yet"),
        ("Nicht zur Weitergabe", "Nicht zur Weitergabe"),
    ],
)
def test_a_note_to_the_editors_is_named(line: str, words: str) -> None:
    """Words that say that a text is not final are named with their line."""
    assert problem_lines(f"Text.\n\n{line}\n") == [f"3: a note to the editors: {words}"]


@pytest.mark.parametrize(
    "line",
    [
        "DRAFT REPORT of the committee", "Draft of 23 March, Article 2(5)", "The INTERNAL MARKET committee",
        "INTERNAL MARKET", "We ask that companies do not share personal data with anybody who asks for it.",
        "Projekt ustawy", "The draft is good.", "Error rates fell!", "Choose an alternative.",
    ],
)  # fmt: skip
def test_an_ordinary_sentence_is_no_note(line: str) -> None:
    """Official titles and demands of a letter are not reported."""
    assert problem_lines(f"{line}\n") == []


@pytest.mark.parametrize(
    "words",
    ["Error! Reference source not found.", "Fehler! Verweisquelle konnte nicht gefunden werden.", "#REF!", "#NAME?"],
)
def test_an_error_of_a_field_is_named(words: str) -> None:
    """The errors that word processors and spreadsheets print in place of a reference are named."""
    assert problem_lines(f"As {words}\n") == [f"1: an error of a word processor's field: {words}"]


@pytest.mark.parametrize(
    "words",
    ["Click or tap here to enter text.", "Klicken oder tippen Sie hier, um Text einzugeben.", "Choose an item.",
     "Cliquez ou appuyez ici pour entrer du texte.", "[Company name]"],
)  # fmt: skip
def test_a_prompt_is_named(words: str) -> None:
    """The prompt of an empty field of a form is named."""
    assert problem_lines(f"By {words}\n") == [f"1: the prompt of a form: {words}"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Dear Members of Parliament,"),
        ("en", "**Honourable Members,**"),
        ("de", "Sehr geehrte Damen und Herren,"),
        ("fr", "Madame, Monsieur,"),
        ("nl", "Geachte leden,"),
        ("x", "Dear all,"),
    ],
)
def test_a_second_greeting_is_named(language: str, line: str) -> None:
    """A greeting typed below the placeholder is named, by the words of the letter's language."""
    source = f"---\ntitle: T\n---\n{{{{ salutation }}}}\n\n{line}\n\nText.\n"
    messages = [problem.message for problem in findings(source, language=language).drafting]
    assert messages == ([] if language == "x" else [f"a second greeting, typed by hand: {line.strip('*')}"])


def test_a_greeting_in_the_text_is_no_second_one() -> None:
    """Only a line of its own near the top is a greeting."""
    assert problem_lines("{{ salutation }}\n\nDear to us is the sea, and it is warm.\n") == []


def test_a_list_that_appears_twice_is_named() -> None:
    """The list of signatories, the greeting and the closing belong in a letter once."""
    assert problem_lines("{{ salutation }}\n\nText.\n\n{{ signatories }}\n\nMore.\n\n{{signatories}}\n") == [
        "9: {{ signatories }} is in the letter twice; the first is in line 8"
    ]


@given(st.text(alphabet="{}+-~><\\ ab\n/am", max_size=60))
def test_any_marks_can_be_checked(text: str) -> None:
    """The rules never fail, whatever the order of the marks."""
    findings(f"---\ntitle: T\n---\n{text}")


def test_a_greeting_with_a_blank_is_no_second_one() -> None:
    """A greeting with a name still to be filled in is reported as a blank alone."""
    source = "---\ntitle: T\n---\n{{ salutation }}\n\nDear [Name],\n\nText.\n"
    assert [
        problem.message for problem in findings(source, language="en").drafting if "second" in problem.message
    ] == []
