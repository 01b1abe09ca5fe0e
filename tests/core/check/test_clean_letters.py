"""A letter in which nothing is wrong is left in peace. The letters are made for this test."""

import datetime as dt
from pathlib import Path

import pytest

from campaign.core.addressees import Addressee
from campaign.core.check import LetterFacts
from tests.helpers.check import VOTE, findings

FOLDER = Path(__file__).parents[2] / "data" / "clean_letters"
PEOPLE = (
    Addressee("a", "Anna Bergmann", "Bergmann", "Anna", "Ms"),
    Addressee("b", "Brando Benifei", "Benifei", "Brando", "Mr"),
    Addressee("c", "Sergey Lagodinsky", "Lagodinsky", "Sergey", "Mr", "Dr"),
)
FACTS = LetterFacts(VOTE, 1_000, PEOPLE, signatories=("Open Lab", "Digital Rights Ireland", "Bits of Freedom"))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_a_clean_letter_has_no_problem(path: Path) -> None:
    """Seven letters with dates of other votes, quotations, tables, links and numbers have no problem, and no hint but
    that nobody has reviewed our words in their language."""
    assert dt.date(2027, 4, 26) == VOTE
    result = findings(path.read_text("utf-8"), FACTS, path.stem)
    hints = [hint.message for hint in result.warnings if "no native speaker has reviewed" not in hint.message]
    assert ([str(problem) for problem in result.problems], hints) == ([], [])
