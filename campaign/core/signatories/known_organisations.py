"""Known organisations, and a search for near-doubles of a name among them.

Each name adds terms to one index: the folded name, its look-alike form, the name without legal forms, its sides (as in
"EDRi – European Digital Rights"), its initials, pieces that find typing errors, and its domain. So the time for a
search hardly grows with the number of organisations.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from campaign.core.signatories.domains import domain_of_site
from campaign.core.signatories.name_features import MatchKind, NameFeatures, name_features
from campaign.core.signatories.organisation import Organisation
from campaign.core.signatories.spelling import are_near
from campaign.core.tables.world import country

_MOST_COMPARED = 40  # enough to hold every near name, unless names were made up to hide one
_RANK = {kind: rank for rank, kind in enumerate(MatchKind)}
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A known organisation whose name is like the one that was looked up."""

    kind: MatchKind
    key: str


class KnownOrganisations:
    """The organisations of the directory, and others that signed.

    Only one thread may change it at a time; searching changes nothing.
    """

    def __init__(self, organisations: Iterable[Organisation] = ()) -> None:
        self._organisations: dict[str, Organisation] = {}
        self._bare_names: dict[str, str] = {}
        self._index: dict[str, list[str]] = {}
        for organisation in organisations:
            self.put(organisation)

    def get(self, key: str) -> Organisation | None:
        """The organisation with a key."""
        return self._organisations.get(key)

    def put(self, organisation: Organisation) -> None:
        """Add an organisation, or replace the one with the same key."""
        self.remove(organisation.key)
        features = _features(organisation)
        self._organisations[organisation.key] = organisation
        self._bare_names[organisation.key] = features.bare
        for term in features.index_terms():
            self._index.setdefault(term, []).append(organisation.key)

    def remove(self, key: str) -> None:
        """Remove an organisation, if it is there."""
        old = self._organisations.pop(key, None)
        if old is not None:
            for term in _features(old).index_terms():
                self._index[term].remove(key)

    def matches(self, name: str) -> tuple[NameMatch, ...]:
        """The organisations whose name is like this one, each once, the surest match first."""
        features = name_features(name)
        return _best_matches(chain(self._exact_matches(features), self._typo_matches(features)))

    def at_domains(self, domains: Iterable[str]) -> tuple[NameMatch, ...]:
        """The organisations whose site is at one of these registrable domains, or at one that looks like it."""
        return _best_matches(self._exact_matches(name_features("", domains)))

    def _exact_matches(self, features: NameFeatures) -> Iterator[tuple[MatchKind, str]]:
        return ((kind, key) for kind, term in features.query_terms() for key in self._index.get(term, ()))

    def _typo_matches(self, features: NameFeatures) -> Iterator[tuple[MatchKind, str]]:
        shared = Counter(chain.from_iterable(self._index.get(term, ()) for term in features.typo_terms()))
        return (
            (MatchKind.SPELLING, key)
            for key, _ in shared.most_common(_MOST_COMPARED)
            if _is_typo(features.bare, self._bare_names[key])
        )


def _best_matches(matches: Iterable[tuple[MatchKind, str]]) -> tuple[NameMatch, ...]:
    best: dict[str, MatchKind] = {}
    for kind, key in matches:
        best[key] = min(best.get(key, kind), kind, key=_RANK.__getitem__)
    name_matches = [NameMatch(kind, key) for key, kind in best.items()]
    return tuple(sorted(name_matches, key=lambda match: (_RANK[match.kind], match.key)))


def _features(organisation: Organisation) -> NameFeatures:
    return name_features(organisation.name, (domain_of_site(organisation.url),))


def _is_typo(one: str, other: str) -> bool:
    """Whether two names differ by typing errors only. A different number or country is a different name."""
    if not are_near(one.replace(" ", ""), other.replace(" ", "")) or _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    only, only_other = set(one.split()) - set(other.split()), set(other.split()) - set(one.split())
    return not (any(map(country, only)) and any(map(country, only_other)))
