"""Known organisations, and which of them a name may be: near-doubles, found by what names share.

Each name leaves marks in one index: itself folded, what it looks like, what remains without legal forms, its sides
("EDRi" and "European Digital Rights" in one of both), its initials, pieces for slips of the keys, its domain. So a name
is looked up in a time that hardly grows with the number of the known.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from campaign.core.signatories.domains import of_site
from campaign.core.signatories.marks import Alike, Marks, marks
from campaign.core.signatories.organisation import Organisation
from campaign.core.signatories.spelling import are_near
from campaign.core.tables.world import country

_MOST_COMPARED = 40  # those that share most pieces hold every near one, unless somebody made names up to hide it
_RANK = {how: rank for rank, how in enumerate(Alike)}
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The key of a known organisation, and how a name is like its."""

    how: Alike
    key: str


class Known:
    """Organisations that are known: those of the directory, and others that signed.

    Put in and taken out by whoever keeps it, one thread at a time; asking changes nothing.
    """

    def __init__(self, organisations: Iterable[Organisation] = ()) -> None:
        self._organisations: dict[str, Organisation] = {}
        self._spelled: dict[str, str] = {}
        self._keys: dict[str, list[str]] = {}
        for each in organisations:
            self.put(each)

    def get(self, key: str) -> Organisation | None:
        """The organisation of a key."""
        return self._organisations.get(key)

    def put(self, organisation: Organisation) -> None:
        """Know an organisation, in the stead of what was known under its key."""
        self.remove(organisation.key)
        found = _marks(organisation)
        self._organisations[organisation.key] = organisation
        self._spelled[organisation.key] = found.spelled
        for mark in found.left():
            self._keys.setdefault(mark, []).append(organisation.key)

    def remove(self, key: str) -> None:
        """Know it no longer."""
        old = self._organisations.pop(key, None)
        if old is not None:
            for mark in _marks(old).left():
                self._keys[mark].remove(key)

    def like(self, name: str) -> tuple[Likeness, ...]:
        """The known organisations that a name may be, each once, the surest first."""
        asked = marks(name)
        return _surest(chain(self._sharing(asked), self._near(asked)))

    def at(self, domains: Iterable[str]) -> tuple[Likeness, ...]:
        """The known organisations whose site is at one of these registrable domains, or at one that looks like it."""
        return _surest(self._sharing(marks("", domains)))

    def _sharing(self, asked: Marks) -> Iterator[tuple[Alike, str]]:
        return ((how, key) for how, mark in asked.asked() for key in self._keys.get(mark, ()))

    def _near(self, asked: Marks) -> Iterator[tuple[Alike, str]]:
        shared = Counter(key for mark in asked.slips() for key in self._keys.get(mark, ()))
        return (
            (Alike.SPELLING, key)
            for key, _ in shared.most_common(_MOST_COMPARED)
            if _is_slip(asked.spelled, self._spelled[key])
        )


def _surest(found: Iterable[tuple[Alike, str]]) -> tuple[Likeness, ...]:
    surest: dict[str, Alike] = {}
    for how, key in found:
        surest[key] = min(surest.get(key, how), how, key=_RANK.__getitem__)
    likenesses = [Likeness(how, key) for key, how in surest.items()]
    return tuple(sorted(likenesses, key=lambda each: (_RANK[each.how], each.key)))


def _marks(organisation: Organisation) -> Marks:
    return marks(organisation.name, (of_site(organisation.url),))


def _is_slip(one: str, other: str) -> bool:
    """Whether two names are one but for slips of the keys: another number or country is meant."""
    if not are_near(one.replace(" ", ""), other.replace(" ", "")) or _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    only, only_other = set(one.split()) - set(other.split()), set(other.split()) - set(one.split())
    return not (any(map(country, only)) and any(map(country, only_other)))
