"""A letter names its addressees rightly."""

import pytest

from campaign.core.addressees import Addressee
from campaign.core.check import LetterFacts
from tests.helpers.check import VOTE, hint_lines, problem_lines

PEOPLE = (
    Addressee("a", "Brando Benifei", "Benifei", "Brando", "Mr"),
    Addressee("b", "Marie van der Berg", "van der Berg", "Marie", "Ms"),
    Addressee("c", "Axel Voss", "Voss", "Axel", "Mr", "Dr"),
    Addressee("d", "Sam Jensen", "Jensen", "Sam"),
    Addressee("e", "Anonymous", ""),
)
FACTS = LetterFacts(VOTE, addressees=PEOPLE, addressees_path="a.csv")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("Ms. Benifei", "Brando Benifei is Mr"),
        ("Frau Brando Benifei", "Brando Benifei is Mr"),
        ("Mr van der Berg’s", "Marie van der Berg is Ms"),
        ("Mme Axel Voss", "Axel Voss is Dr"),
    ],
)
def test_the_wrong_honorific_is_named(body: str, named: str) -> None:
    """Ms for a man and Mr for a woman are reported."""
    assert problem_lines(f"We thank {body} for it.", facts=FACTS) == [
        f"1: {body.removesuffix('’s')}, but {named} in the list of addressees"
    ] or problem_lines(f"We thank {body} for it.", facts=FACTS) == [f"1: {body}, but {named} in the list of addressees"]


@pytest.mark.parametrize(
    "body", ["Mr. Benifei", "Ms van der Berg’s", "Dr Voss", "Herr Dr. Voss", "Mr Jensen", "Ms Ash"]
)
def test_the_right_honorific_is_fine(body: str) -> None:
    """The honorific of the list, one without a gender, and other people are fine."""
    assert problem_lines(f"We thank {body} for it.", facts=FACTS) == []
    assert hint_lines(f"We thank {body} for it.", facts=FACTS) == [
        "file: no honorific, so the greeting has the full name: Sam Jensen, Anonymous"
    ]


@pytest.mark.parametrize("name", ["Benefei", "Benifie", "Benifeii", "Benife", "Brando Benefei"])
def test_a_name_that_is_almost_an_addressee_s_is_a_hint(name: str) -> None:
    """One letter more, fewer or other, or two swapped, are worth a look."""
    assert hint_lines(f"We thank Mr. {name} for it.", facts=FACTS)[-1:] == [
        f"1: “Mr. {name}” is almost Brando Benifei, an addressee"
    ]


@pytest.mark.parametrize("name", ["Benifeis", "Bonefei", "Vass", "Bentley", "Benifeiatti"])
def test_another_name_is_another_name(name: str) -> None:
    """A genitive, and names that differ in more or are short, are not reported."""
    assert len(hint_lines(f"We thank Mr. {name} for it.", facts=FACTS)) == 1


def test_a_joint_letter_speaks_to_all() -> None:
    """A greeting of one person inside a sentence of a letter to several is reported."""
    body = "As you know, dear Mr. Voss, we wait."
    assert problem_lines(body, facts=FACTS) == ["1: “dear Mr. Voss” speaks to one person, but the letter goes to 5"]
    assert problem_lines(body, "---\ntitle: T\nsalutation: single\n---\n", FACTS) == []
    assert problem_lines(body, facts=LetterFacts(VOTE, addressees=PEOPLE[:1])) == []


@pytest.mark.parametrize(
    ("body", "language"),
    [("Zoals mevrouw Benifei zei.", "nl"), ("La signora Benifei lo sa.", "it"), ("Jak pani Benifei wie.", "pl")],
)
def test_an_honorific_in_small_letters_is_read(body: str, language: str) -> None:
    """Languages that write Mr and Ms small in a sentence are read as well."""
    words = next(word for word in ("mevrouw", "signora", "pani") if word in body)
    assert problem_lines(body, facts=FACTS, language=language) == [
        f"1: {words} Benifei, but Brando Benifei is Mr in the list of addressees"
    ]
