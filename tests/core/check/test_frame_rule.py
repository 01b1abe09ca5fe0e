"""Title, length, greeting, and the warnings."""

from campaign.core.check import LetterFacts
from campaign.core.check.title_and_greeting import missing_fields
from campaign.core.letters import read
from campaign.errors import Problem
from tests.helpers.check import findings, person, problem_lines


def test_a_missing_title_is_named() -> None:
    """A letter without title, or with an empty one, is reported in the line of the title or at the top."""
    assert problem_lines("Text", front="") == ["1: the title is missing"]
    assert problem_lines("Text", front="---\nask: A\ntitle:\n---\n") == ["-1: the title is missing"]


def test_an_empty_letter_is_named() -> None:
    """A letter without text is reported, also if the front matter never ends."""
    assert problem_lines("") == ["file: the letter is empty"]
    assert problem_lines("", front="---\ntitle: T\nText[^a] [insert name]\n") == [
        "file: the letter is empty",
        "-2: the title is missing",
        "0: left over from a template: [insert name]",
    ]


def test_an_over_long_text_is_named() -> None:
    """Words of the body are counted, those of footnotes are not; 0 means no limit."""
    body = "One two[^a] three.\n\n[^a]: Four five six seven."
    assert problem_lines(body, facts=LetterFacts(max_words=2)) == ["file: 3 words, 1 more than max_words allows (2)"]
    assert problem_lines(body, facts=LetterFacts(max_words=3)) == []
    assert problem_lines(body, facts=LetterFacts(max_words=0)) == []


def test_words_and_notes_are_counted() -> None:
    """Findings have the size of the letter."""
    result = findings("---\ntitle: T\n---\nOne two[^a] three.\n\n[^a]: Four.")
    assert (result.words, result.notes) == (3, 1)


def test_a_long_note_is_a_hint() -> None:
    """A footnote of more than 150 words is a warning, not a problem."""
    result = findings("---\ntitle: T\n---\nText[^a].\n\n[^a]: " + " ".join(f"w{n}" for n in range(151)))
    assert result.problems == ()
    assert result.warnings == (
        Problem(
            "letter.md",
            6,
            "footnote [^a] has 151 words, more than people read on a phone",
            "link to a document with the text, if you can",
        ),
    )
    assert findings("---\ntitle: T\n---\nText[^a].\n\n[^a]: " + " ".join(f"w{n}" for n in range(150))).warnings == ()


def test_a_language_without_greeting_is_named() -> None:
    """A language without a greeting is reported, unless each addressee has a written greeting."""
    greeted = LetterFacts(addressees=(person(salutation="Sayın Ann Wit,"),))
    what = "there is no greeting for the language tr"
    front = "---\ntitle: T\nlanguage: tr\n---\n"
    assert problem_lines("Text", front) == [f"-1: {what}"]
    assert problem_lines("Text", front, greeted) == [f"-1: {what}"]
    assert problem_lines("Text", front.replace("---\nti", "---\nsalutation: single\nti"), greeted) == []
    assert [problem.message for problem in findings("---\ntitle: T\n---\nText", language="tr").problems] == [what]


def test_words_that_nobody_reviewed_are_a_hint() -> None:
    """A language whose words no native speaker has reviewed gives a warning."""
    result = findings("---\ntitle: T\nlanguage: de-AT\n---\nText")
    assert [str(warning) for warning in result.warnings] == [
        (
            "letter.md:3: no native speaker has reviewed our German greeting, closing and headings yet; "
            "ask one to read the output of campaign send preview"
        )
    ]


def test_an_addressee_without_honorific_is_a_hint() -> None:
    """An addressee without honorific and greeting is reported with the path of the table."""
    people = (
        person(),
        person("B", honorific="Ms"),
        person("C", salutation="Dear C,"),
        person("D", honorific_override="Dr"),
    )
    result = findings("---\ntitle: T\n---\nText", LetterFacts(addressees=people, addressees_path="a.csv"))
    assert [str(warning) for warning in result.warnings] == [
        "a.csv: no honorific, so the greeting has the full name: Ann Wit; fill in honorific, unless you want it so"
    ]


def test_many_without_honorific_are_one_hint() -> None:
    """A long list of addressees is one warning."""
    people = tuple(person(f"P{at}") for at in range(700))
    result = findings("---\ntitle: T\n---\nText", LetterFacts(addressees=people, addressees_path="a.csv"))
    assert [warning.message for warning in result.warnings] == [
        "no honorific, so the greeting has the full name: P0, P1, P2, P3, P4 and 695 more"
    ]


def test_the_title_of_an_import_is_no_title() -> None:
    """A letter that was imported without a title is named until somebody writes one."""
    assert problem_lines("Text", "---\ntitle: untitled letter\n---\n") == ["-1: the title is still 'Untitled letter'"]


def test_a_missing_ask_or_reason_is_named() -> None:
    """Emails and pages use both; a letter with both has no such warning."""
    bare, _ = read("---\ntitle: T\n---\nText\n", "letter.md", "en")
    assert [problem.message for problem in missing_fields(bare)] == [
        "there is no ask",
        "there is no reason: invitations to sign do not say why",
    ]
    whole, _ = read("---\ntitle: T\nask: Do it.\nwhy: It helps.\n---\nText\n", "letter.md", "en")
    assert list(missing_fields(whole)) == []
