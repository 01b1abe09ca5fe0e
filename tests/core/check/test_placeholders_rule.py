"""Placeholders: known, well formed, with a value for everybody."""

import pytest

from campaign.core.check import LetterFacts
from tests.helpers.check import fixes, person, problem_lines

KNOWN = (
    "use one of: salutation, closing, signatories, signatories.count, addressee.name, addressee.family_name, "
    "addressee.honorific, addressee.country, addressee.group, addressee.role, addressee.sentence, date, vote"
)


@pytest.mark.parametrize(
    ("placeholder", "fix"),
    [
        ("{{ salutaton }}", "did you mean {{ salutation }}?"),
        ("{{ adressee.name }}", "did you mean {{ addressee.name }}?"),
        ("{{ country }}", "did you mean {{ addressee.country }}?"),
        ("{{ zzzz }}", KNOWN),
    ],
)
def test_an_unknown_placeholder_is_named_with_the_nearest(placeholder: str, fix: str) -> None:
    """An unknown name is reported with the most similar known one, or with all."""
    assert problem_lines(f"Text\n{placeholder}") == [f"2: there is no placeholder {placeholder}"]
    assert fixes(f"Text\n{placeholder}") == [fix]


def test_a_placeholder_with_other_signs_is_none() -> None:
    """A name with a space is not a placeholder; the most similar one is suggested."""
    assert problem_lines("{{ family name }}") == ["1: {{ family name }} is not a placeholder"]
    assert fixes("{{ family name }}") == ["did you mean {{ addressee.family_name }}?"]


def test_lone_curly_brackets_are_named() -> None:
    """Double braces that are not closed or not opened in their line are reported."""
    assert problem_lines("{{ salutation\n\n}} and {{ vote }} and {{") == [
        "1: {{ without its }}",
        "3: }} without its {{",
        "3: {{ without its }}",
    ]


def test_a_placeholder_in_the_front_matter_is_named() -> None:
    """Title and subject are the same for everybody, so a placeholder there is reported."""
    assert problem_lines("Text", "---\ntitle: For {{ addressee.name }}\n---\n") == [
        "-1: a placeholder in the front matter: {{ addressee.name }}"
    ]


def test_a_placeholder_that_nobody_fills_is_named() -> None:
    """A placeholder without a value for any addressee is reported."""
    facts = LetterFacts(addressees=(person(), person("Bo Lee")), addressees_path="a.csv")
    assert problem_lines("From {{ addressee.country }}", facts=facts) == [
        "1: no addressee has a value for {{ addressee.country }}"
    ]
    assert fixes("From {{ addressee.country }}", facts=facts) == ["fill in country in a.csv, or remove the placeholder"]


def test_those_for_whom_a_placeholder_stays_empty_are_named() -> None:
    """The first three addressees without a value are named, the others counted."""
    people = (person("A B", honorific="Mr"), person("Ci", honorific_override="Dr"), *map(person, ("D", "E", "F", "G")))
    facts = LetterFacts(addressees=people)
    assert problem_lines("{{ addressee.honorific }}", facts=facts) == [
        "1: {{ addressee.honorific }} is empty for 4 of 6 addressees: D, E, F, …"
    ]
    assert problem_lines("{{ addressee.honorific }}", facts=LetterFacts(addressees=people[:3])) == [
        "1: {{ addressee.honorific }} is empty for 1 of 3 addressees: D"
    ]


def test_placeholders_that_are_filled_are_fine() -> None:
    """Known names with a value for everybody, and those in code, give no problem."""
    fields = {"country": "Malta", "group": "Greens", "role": "rapporteur", "honorific": "Ms"}
    names = ("name", "family_name", "honorific", "country", "group", "role")
    body = " ".join(f"{{{{addressee.{name}}}}}" for name in names)
    body += " {{ salutation }} {{ closing }} {{ signatories }} {{ date }} {{ vote }} {{ signatories.count }} `{{ x }}`"
    assert problem_lines(body, facts=LetterFacts(addressees=(person(**fields),))) == []
    assert problem_lines(body, facts=LetterFacts()) == []


def test_a_sentence_in_a_paragraph_of_its_own_may_be_empty() -> None:
    """Some may lack it there, because the paragraph is left out for them; inside other words nobody may."""
    people = (person("A B", sentence="You chaired the hearing."), person("Ci"))
    facts = LetterFacts(addressees=people, addressees_path="a.csv")
    for body in ("Text\n\n{{ addressee.sentence }}\n\nMore", "Text\n\n{{ addressee.sentence }}\n"):
        assert problem_lines(body, facts=facts) == []
    assert problem_lines("Text {{ addressee.sentence }}", facts=facts) == [
        "1: {{ addressee.sentence }} is empty for 1 of 2 addressees: Ci"
    ]
    nobody = LetterFacts(addressees=people[1:])
    assert problem_lines("Text\n\n{{ addressee.sentence }}\n\nMore", facts=nobody) == [
        "3: no addressee has a value for {{ addressee.sentence }}"
    ]
