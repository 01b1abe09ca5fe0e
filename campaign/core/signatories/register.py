"""The European Union's Transparency Register: its numbers, and the rows of its export that match the sign-ons.

A number is 5 to 16 digits, a dash and two check digits. The Register does not publish the rule for the check digits; 54
times the number, modulo 97, gives them for every real number that was tried. So wrong ones are a remark, never a
refusal.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from campaign.core.signatories.domains import domain_of_site
from campaign.core.signatories.name_parts import name_parts
from campaign.core.signatories.skeleton import skeleton

_NUMBER = re.compile(r"([0-9]{5,16})-?([0-9]{2})", re.ASCII)
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_LONGEST = 40
_FACTOR, _MODULUS = 54, 97


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """An organisation as the Register's export has it. All fields but the number may be ""."""

    number: str
    name: str
    acronym: str = ""
    url: str = ""
    country: str = ""
    category: str = ""


def read_number(text: str) -> str:
    """Read a Register number and return it in the Register's form, "123456789012-34"; "" if it is not a number.

    Spaces and other dashes are accepted.
    """
    bare = "".join(_DASHES.sub("-", text[:_LONGEST]).split())
    match = _NUMBER.fullmatch(bare)
    return f"{match[1]}-{match[2]}" if match else ""


def check_digits_fit(number: str) -> bool:
    """Whether the check digits of a number in the Register's form follow the rule that fits all known numbers."""
    digits, _, check = number.partition("-")
    return int(digits) * _FACTOR % _MODULUS == int(check)


def _comparable(name: str) -> str:
    """The form in which names are compared."""
    return skeleton(name_parts(name).core)


def _names(row: RegisterEntry) -> frozenset[str]:
    return frozenset({_comparable(row.name), _comparable(row.acronym)}) - {""}


class RegisterQuery:
    """What to look for in the Register: names, registrable domains and numbers of the sign-ons to judge."""

    def __init__(self, names: Iterable[str] = (), domains: Iterable[str] = (), numbers: Iterable[str] = ()) -> None:
        self._names = frozenset(map(_comparable, names)) - {""}
        self._domains = frozenset(domains) - {""}
        self._numbers = frozenset(numbers) - {""}

    def matches(self, row: RegisterEntry) -> bool:
        """Whether a row has one of the names, domains or numbers."""
        return (
            row.number in self._numbers
            or not self._names.isdisjoint(_names(row))
            or (bool(self._domains) and domain_of_site(row.url) in self._domains)
        )


class Register:
    """The rows of the export that match a query, by number, name and domain."""

    def __init__(self, rows: Iterable[RegisterEntry] = (), query: RegisterQuery | None = None) -> None:
        self._by_number: dict[str, RegisterEntry] = {}
        self._by_name: dict[str, list[RegisterEntry]] = {}
        self._by_domain: dict[str, list[RegisterEntry]] = {}
        for row in rows:
            if query is None or query.matches(row):
                self._add(row)

    def by_number(self, number: str) -> RegisterEntry | None:
        """The row with a number."""
        return self._by_number.get(number)

    def by_name(self, name: str) -> tuple[RegisterEntry, ...]:
        """The rows with this name or acronym, apart from accents, case, legal form and look-alike letters."""
        return tuple(self._by_name.get(_comparable(name), ()))

    def by_domain(self, domain: str) -> tuple[RegisterEntry, ...]:
        """The rows whose website is at a registrable domain."""
        return tuple(self._by_domain.get(domain, ()))

    def _add(self, row: RegisterEntry) -> None:
        self._by_number[row.number] = row
        for name in _names(row):
            self._by_name.setdefault(name, []).append(row)
        domain = domain_of_site(row.url)
        if domain:
            self._by_domain.setdefault(domain, []).append(row)
