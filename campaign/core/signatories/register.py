"""The European Union's Transparency Register: its numbers, and what its export says of those that are asked for.

A number is 5 to 16 digits, a dash and two check digits. The Register does not publish how these are made; 54 times the
number, modulo 97, gives them for every real number that was tried. So they are worth a remark, and never a refusal.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from campaign.core.signatories.domains import of_site
from campaign.core.signatories.legal import parted
from campaign.core.signatories.skeleton import skeleton

_NUMBER = re.compile(r"([0-9]{5,16})-?([0-9]{2})", re.ASCII)
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_LONGEST = 40
_FACTOR, _MODULUS = 54, 97


@dataclass(frozen=True, slots=True)
class Registered:
    """An organisation as the Register's export has it, in its words. All but the number may be ""."""

    number: str
    name: str
    acronym: str = ""
    url: str = ""
    country: str = ""
    category: str = ""


def read_number(text: str) -> str:
    """A Register number in its own writing, "123456789012-34"; "" for what has not its form. Spaces and other dashes
    are forgiven."""
    bare = "".join(_DASHES.sub("-", text[:_LONGEST]).split())
    found = _NUMBER.fullmatch(bare)
    return f"{found[1]}-{found[2]}" if found else ""


def check_digits_fit(number: str) -> bool:
    """Whether the last two digits of a number in its own writing are those that all known numbers would have."""
    digits, _, check = number.partition("-")
    return int(digits) * _FACTOR % _MODULUS == int(check)


def _shared(name: str) -> str:
    """What two writings of a name share."""
    return skeleton(parted(name).core)


def _names(row: Registered) -> frozenset[str]:
    return frozenset({_shared(row.name), _shared(row.acronym)}) - {""}


class Asked:
    """What is asked of the Register: names, registrable domains and numbers of the sign-ons to be judged."""

    def __init__(self, names: Iterable[str] = (), domains: Iterable[str] = (), numbers: Iterable[str] = ()) -> None:
        self._names = frozenset(map(_shared, names)) - {""}
        self._domains = frozenset(domains) - {""}
        self._numbers = frozenset(numbers) - {""}

    def wants(self, row: Registered) -> bool:
        """Whether a row is one of those that are asked for."""
        return (
            row.number in self._numbers
            or not self._names.isdisjoint(_names(row))
            or (bool(self._domains) and of_site(row.url) in self._domains)
        )


class Register:
    """The rows that were asked for, found by number, name or domain. Holds nothing else of the export."""

    def __init__(self, rows: Iterable[Registered] = (), asked: Asked | None = None) -> None:
        self._by_number: dict[str, Registered] = {}
        self._by_name: dict[str, list[Registered]] = {}
        self._by_domain: dict[str, list[Registered]] = {}
        for row in rows:
            if asked is None or asked.wants(row):
                self._keep(row)

    def numbered(self, number: str) -> Registered | None:
        """The row of a number."""
        return self._by_number.get(number)

    def named(self, name: str) -> tuple[Registered, ...]:
        """The rows whose name or acronym is this, but for accents, case, legal form and letters that look alike."""
        return tuple(self._by_name.get(_shared(name), ()))

    def at(self, domain: str) -> tuple[Registered, ...]:
        """The rows whose web site is at a registrable domain."""
        return tuple(self._by_domain.get(domain, ()))

    def _keep(self, row: Registered) -> None:
        self._by_number[row.number] = row
        for name in _names(row):
            self._by_name.setdefault(name, []).append(row)
        domain = of_site(row.url)
        if domain:
            self._by_domain.setdefault(domain, []).append(row)
