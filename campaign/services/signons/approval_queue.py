"""The approval queue: one case at a time, with the reasons for and against it, and who comes next."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from campaign.adapters.store import Store, people, signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import board_pages, counts, known_names
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signatories.known_organisations import KnownOrganisations
from campaign.core.signatories.register import Register
from campaign.core.signons import SignOn, SignOnKind
from campaign.core.signons.board_filter import BoardFilter, BoardOrder
from campaign.core.team.account import TeamActor, need_right
from campaign.core.team.roles import Right
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import SignOnView, signon_view
from campaign.services.signons.review import (
    Case,
    ReviewContext,
    configured_register,
    judge_case,
    read_register,
    waiting_views,
)

_NEXT = 8
_MOST_SIDE_BY_SIDE = 2


@dataclass(frozen=True, slots=True)
class NearSignatory:
    """A known organisation that may be the same as the one in a case."""

    organisation: Organisation
    view: SignOnView | None
    """Its sign-on; None if it is only in the directory."""


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue, opened at one case."""

    case: Case | None
    """The case to decide; None if nobody waits (any more)."""
    near: tuple[NearSignatory, ...]
    """The known organisations that its reasons name, at most two."""
    following: tuple[Case, ...]
    """Who comes next."""
    waiting: int
    """How many wait in all."""


def read_queue(campaign: Campaign, actor: TeamActor, signon: int | None = None, after: int | None = None) -> QueueView:
    """Read the queue: at the sign-on `signon`, or else at the first one after the sign-on `after`, or at the first.

    Raises Refused without the right to decide.
    """
    need_right(actor, Right.DECIDE_SIGNONS)
    store, letter = campaign.store, campaign.letter
    waiting, views = store.read(_count_waiting, letter), store.read(_views, letter, signon, after)
    if not views:
        return QueueView(None, (), (), waiting)
    memory = _memory(campaign)
    with memory.lock:
        context = store.read(memory.context, letter)
        register = store.read(memory.register, campaign, views)
        cases = tuple(judge_case(campaign, view, context, register) for view in views)
        near = store.read(_near, cases[0], context)
    return QueueView(cases[0], near, cases[1:], waiting)


def _count_waiting(db: Database, letter: str) -> int:
    return sum(counts.of(db, letter, kind).get(SignOnState.CONFIRMED, 0) for kind in SignOnKind)


def _views(db: Database, letter: str, signon: int | None, after: int | None) -> tuple[SignOnView, ...]:
    """The case, and who comes next: organisations first, oldest first."""
    first = signons.one(db, signon) if signon is not None else None
    if signon is not None and (first is None or first.letter != letter or first.state is not SignOnState.CONFIRMED):
        return ()
    edge = first or (signons.one(db, after) if after is not None else None)
    views = [first] if first else []
    kinds = [SignOnKind.PERSON] if edge and edge.kind is SignOnKind.PERSON else list(SignOnKind)
    for kind in kinds:
        wanted = BoardFilter(kind=kind, state=SignOnState.CONFIRMED, order=BoardOrder.OLDEST)
        start = edge.id if edge and edge.kind is kind else None
        views += board_pages.after(db, letter, wanted, start, _NEXT + 1 - len(views))
    return tuple(signon_view(db, signon) for signon in views)


def _near(db: Database, case: Case, context: ReviewContext) -> tuple[NearSignatory, ...]:
    keys = list(dict.fromkeys(reason.other for reason in case.judgement.reasons if reason.other))
    near = []
    for key in keys[:_MOST_SIDE_BY_SIDE]:
        organisation, signed = context.known.get(key), context.signons.get(key)
        if organisation and key != case.signon.key:
            near.append(NearSignatory(organisation, signon_view(db, signed) if signed else None))
    return tuple(near)


@dataclass
class _Memory:
    """What the queue knows of the organisations' names: reading thousands of them anew for each case takes a second."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    _letter: str = ""
    _directory_mark: tuple[int, str] = (-1, "")
    _number: int = 0
    _directory: dict[str, Organisation] = field(default_factory=dict)
    _known: KnownOrganisations = field(default_factory=KnownOrganisations)
    _signons: dict[str, SignOn] = field(default_factory=dict)
    _keys: dict[int, str] = field(default_factory=dict)
    _register: tuple[object, frozenset[int], Register | None] = (None, frozenset(), None)

    def context(self, db: Database, letter: str) -> ReviewContext:
        """What sign-ons are judged by, as it is now. Hold the lock while it is used."""
        number, mark = known_names.last_number(db), known_names.directory_mark(db)
        if (letter, mark) != (self._letter, self._directory_mark) or number < self._number:
            self._read_all(db, letter)
        elif number > self._number:
            for changed in known_names.changed_since(db, letter, self._number):
                self._update(signons.one(db, changed), changed)
        self._letter, self._directory_mark, self._number = letter, mark, number
        return ReviewContext(self._directory, self._known, self._signons)

    def register(self, db: Database, campaign: Campaign, views: Sequence[SignOnView]) -> Register | None:
        """The rows of the Transparency Register for these sign-ons. The export is read again only for new ones."""
        export = configured_register(campaign)
        if export is None or not export.is_file():
            return None
        stamp, ids = (str(export), export.stat().st_mtime_ns), frozenset(view.signon.id for view in views)
        if self._register[0] != stamp or not ids <= self._register[1]:
            waiting = waiting_views(db, campaign.letter)
            covered = frozenset(view.signon.id for view in waiting) | ids
            self._register = (stamp, covered, read_register([*waiting, *views], export))
        return self._register[2]

    def _read_all(self, db: Database, letter: str) -> None:
        self._directory = {organisation.key: organisation for organisation in people.organisations(db)}
        self._known, self._signons, self._keys = KnownOrganisations(self._directory.values()), {}, {}
        for signon in signons.organisations(db, letter):
            self._update(signon, signon.id)

    def _update(self, signon: SignOn | None, number: int) -> None:
        if (old := self._keys.pop(number, "")) and self._signons.get(old, signon) is not None:
            self._signons.pop(old, None)
            if old not in self._directory:
                self._known.remove(old)
        if signon is None or signon.state is SignOnState.WITHDRAWN:
            return
        self._keys[signon.id], self._signons[signon.key] = signon.key, signon
        if signon.key not in self._directory:  # the directory's name and site replace those of the sign-on
            self._known.put(signon.as_organisation)


_MEMORIES: WeakKeyDictionary[Store, _Memory] = WeakKeyDictionary()
_MEMORIES_LOCK = threading.Lock()


def _memory(campaign: Campaign) -> _Memory:
    with _MEMORIES_LOCK:
        return _MEMORIES.setdefault(campaign.store, _Memory())
