"""The letter and tables of a new folder, checked by the program's own rules."""

import datetime as dt
import re

from campaign.core.addressees.columns import FIELDS
from campaign.core.check.check import check_letter
from campaign.core.check.facts import LetterFacts
from campaign.core.letters import read
from campaign.services.setup import scaffold

PATH = "letters/first/letter.en.md"


def test_every_blank_is_named_and_nothing_else() -> None:
    """The check of a new letter names exactly the blanks."""
    source = scaffold.starter_texts({})[PATH]
    letter, problems = read(source, PATH)
    findings = check_letter(letter, LetterFacts(dt.date(2027, 4, 26), 1500))
    places = [
        at for at, line in enumerate(source.splitlines(), 1) for _ in re.findall(r"\[(?:add|insert|describe) ", line)
    ]
    assert (problems, findings.warnings) == ((), ())
    assert [problem.line for problem in findings.problems] == places
    assert {problem.message.partition(":")[0] for problem in findings.problems} == {"left over from a template"}


def test_the_header_for_addressees_is_one_that_the_import_knows() -> None:
    """The import knows each column of a new addressees.csv."""
    known = {word for field in FIELDS for word in (field.name, *field.headers)}
    columns = [column.replace("_", " ") for column in scaffold.ADDRESSEES.strip().split(",")]
    assert [column for column in columns if column not in known] == []
