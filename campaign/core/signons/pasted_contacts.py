"""Contacts as people paste them: a table with a head, or lines with an organisation, a person and an email address."""

import csv
import io
import re

_PARTS = re.compile(r"\t|;|,")
_HEADS = ("organisation", "organization", "name", "mail", "email", "e-mail", "verein", "association", "courriel")
_HEAD = ("organisation", "person", "mail", "language")
_ADDRESS_WITH_NAME = re.compile(r"(?P<name>[^<>]{1,200})<(?P<address>[^<>]{1,320})>\s*\Z")
_LANGUAGE = re.compile(r"[a-z]{2}\Z")


def contacts_table(text: str) -> tuple[bytes, int]:
    """What was pasted as a table that `read_contacts` reads, and how many lines its head adds.

    A text whose first line has the name of a column and no email address is a table already.
    """
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if "@" not in first and any(part.strip().casefold() in _HEADS for part in _PARTS.split(first)):
        return text.encode("utf-8", "replace"), 0
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_HEAD)
    for line in lines:
        writer.writerow(_cells(line))
    return file.getvalue().encode("utf-8", "replace"), 1


def _cells(line: str) -> tuple[str, str, str, str]:
    """Organisation, person, email address and language of a line. A missing one is ""."""
    parts = [part.strip().strip('"') for part in _PARTS.split(line) if part.strip()]
    address = next((part for part in parts if "@" in part), "")
    others = [part for part in parts if part is not address]
    person = ""
    if named := _ADDRESS_WITH_NAME.match(address):
        person, address = named["name"].strip().strip('"'), named["address"].strip()
    language = others.pop() if len(others) > 1 and _LANGUAGE.match(others[-1]) else ""
    organisation = others[0] if others else ""
    return organisation, others[1] if len(others) > 1 else person, address, language
