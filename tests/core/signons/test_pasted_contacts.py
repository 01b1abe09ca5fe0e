"""Contacts as people paste them."""

import pytest

from campaign.core.signons.contacts import read_contacts
from campaign.core.signons.pasted_contacts import contacts_table


@pytest.mark.parametrize(("line", "expected"), [
    ("Open Lab; Eve Berg; eve@lab.example", ("Open Lab", "Eve Berg", "eve@lab.example", "")),
    ("Open Lab\tEve Berg\teve@lab.example\tde", ("Open Lab", "Eve Berg", "eve@lab.example", "de")),
    ("Open Lab, Eve Berg <eve@lab.example>", ("Open Lab", "Eve Berg", "eve@lab.example", "")),
    ("eve@lab.example, Open Lab", ("Open Lab", "", "eve@lab.example", "")),
    ('"Open Lab",eve@lab.example', ("Open Lab", "", "eve@lab.example", "")),
])  # fmt: skip
def test_a_line_is_a_contact(line: str, expected: tuple[str, ...]) -> None:
    """Organisation, person, email address and language are known by their order and their form."""
    data, added = contacts_table(line)
    reading = read_contacts(data, "pasted")
    contact = reading.values[0]
    assert (contact.organisation, contact.person, contact.address, contact.language) == expected
    assert (reading.refused, added) == ((), 1)


def test_a_table_with_a_head_stays_as_it_is() -> None:
    """A first line with the name of a column and no address is a head."""
    table = "\nOrganisation;Contact;E-Mail\nOpen Lab;Eve;eve@lab.example\n"
    assert contacts_table(table) == (table.encode(), 0)


@pytest.mark.parametrize("line", ["Open Lab; Eve", "eve@lab.example", "nothing"])
def test_a_line_without_an_address_or_an_organisation_is_refused(line: str) -> None:
    """Nothing is guessed: the line is refused with its reason."""
    reading = read_contacts(contacts_table(line)[0], "pasted")
    assert (reading.values, [problem.line for problem in reading.refused][:1]) == ((), [2])


def test_blank_lines_keep_the_numbers_of_the_others() -> None:
    """A problem is found at the line that was typed."""
    data, added = contacts_table("Open Lab; eve@lab.example\n\nBroken; nobody\n")
    assert [problem.line - added for problem in read_contacts(data, "pasted").refused if problem.line] == [3]


def test_nothing_is_no_table() -> None:
    """An empty text has no contact."""
    assert read_contacts(contacts_table("")[0], "pasted").values == ()
