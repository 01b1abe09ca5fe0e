"""Planning: the mails of a wave made and kept, so that what is shown is what goes."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Protocol, TypeVar

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, messages, waves
from campaign.adapters.store.ledger.waves import Intent
from campaign.core.delivery.records import Delivery, Dispatch, Event, Planned
from campaign.core.delivery.states import State
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.waves.mails import counted, mails
from campaign.services.waves.outlook import Outlook

FIRST_WAVE = "first"
# Mails that are made before they are kept together.
_AT_A_TIME = 5_000
_READ_AT_A_TIME = 1_000


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=_Numbered)


@dataclass(frozen=True, slots=True)
class Plan:
    """A wave as kept. `renewed` says that mails shown earlier were replaced because something had changed.

    Its mails stay in the store, whose word counts at the moment of asking: a wave may have a million of them.
    """

    store: Store
    dispatch: Dispatch
    renewed: bool

    def number(self, *states: State) -> int:
        """How many mails stand in these states; without one, how many there are."""
        return sum(number for state, number in self.counts.items() if state in states or not states)

    @property
    def counts(self) -> dict[State, int]:
        """How many mails stand in each state that occurs."""
        return self.store.read(deliveries.counts, self.dispatch.id)

    @property
    def is_released(self) -> bool:
        """Whether a person has let it go."""
        return self.dispatch.released_at is not None

    def message(self, mail: Delivery) -> bytes:
        """The very bytes of one of its mails."""
        return self.store.read(messages.message, mail.id)

    def mails(self, *states: State) -> Iterator[Delivery]:
        """The mails in these states, one state after the other; without one, all, in the order of addressees."""
        for state in states:
            yield from paged(partial(self._some, deliveries.in_state, state))
        if not states:
            yield from paged(partial(self._some, deliveries.deliveries))

    def events(self) -> Iterator[Event]:
        """What happened to the mails, in order."""
        return paged(partial(self._some, deliveries.events))

    def languages(self, *states: State) -> dict[str, int]:
        """How many of the mails in these states are written in each language."""
        return self.store.read(deliveries.languages, self.dispatch.id, states or tuple(State))

    def _some(self, which: Callable[..., Sequence[Row]], *arguments: object) -> Sequence[Row]:
        return self.store.read(which, self.dispatch.id, *arguments, _READ_AT_A_TIME)


def paged(some: Callable[[int], Sequence[Row]]) -> Iterator[Row]:
    """Rows read so many at a time: `some` gives the next ones after an id."""
    after = 0
    while rows := some(after):
        yield from rows
        after = rows[-1].id


def kept(store: Store, letter: str, wave: str) -> Plan | None:
    """The wave as it was planned, None when it was not."""
    dispatch = store.read(deliveries.dispatch, letter, wave)
    return Plan(store, dispatch, renewed=False) if dispatch else None


def find_wave(campaign: Campaign, wave: str) -> Plan:
    """The wave as it was planned. Raises UsageError when there is none."""
    found = kept(campaign.store, campaign.letter, wave)
    if found is None:
        names = ", ".join(each.wave for each in campaign.store.read(deliveries.dispatches, campaign.letter))
        hint = f"waves: {names or 'none yet'}; campaign send preview"
        raise UsageError(f"{campaign.letter}: there is no wave {wave}", hint=hint)
    return found


def find_delivery(plan: Plan, who: str) -> Delivery:
    """The mail to an addressee, named by key, mail address or a part of the name. Raises UsageError unless
    there is one."""
    near = [
        mail for mail in plan.mails() if who in (mail.addressee, mail.mail) or who.casefold() in mail.name.casefold()
    ]
    found = [mail for mail in near if who in (mail.addressee, mail.mail)] or near
    if len(found) == 1:
        return found[0]
    names = ", ".join(mail.name for mail in islice(found or plan.mails(), 8))
    what = f"{len(found)} addressees are meant by" if found else "no addressee is meant by"
    raise UsageError(f"{what} {who!r}", hint=f"name one of: {names}")


def plan(campaign: Campaign, outlook: Outlook, progress: Callable[[], object] = lambda: None) -> Plan:
    """Make and keep the wave's mails; `progress` is called for each. A wave that is released is returned as it is, and
    so are the mails of one that is planned and unchanged.

    Raises Refused while no version is frozen, ComposeError when a mail cannot be built.
    """
    store, state, aim, now = campaign.store, outlook.state, outlook.aim, campaign.now()
    if state.version is None:
        raise Refused("no version of the letter is frozen yet", hint="campaign letter freeze")
    intent = Intent(aim.purpose, aim.not_before_at, tuple(each.key for each in state.signatories))
    before = kept(store, state.name, aim.wave)
    if before and before.is_released:
        return before
    if before and _unchanged(campaign, outlook, before, progress):
        return replace(before, dispatch=store.write(waves.describe, before.dispatch, intent))
    renewed = before is not None and before.number() > 0
    fresh = counted(mails(campaign, state, outlook.audience, aim.wave, now), progress)
    dispatch = keep(store, state.name, aim.wave, state.version.id, fresh, intent, now)
    if dispatch is None:
        raise Refused(f"wave {aim.wave} was released by another program just now", hint="campaign send log")
    return Plan(store, dispatch, renewed=renewed)


def keep(
    store: Store, letter: str, wave: str, version: int, fresh: Iterator[Planned], intent: Intent, now: dt.datetime
) -> Dispatch | None:
    """Keep a wave's mails as they are made, so many at a time: none but these are in memory, and the store is not held.
    None when it was released or planned anew meanwhile.

    One that is cut off half-way is not the wave that `campaign send go` makes anew, and is not released.
    """
    dispatch = store.write(waves.plan, letter, wave, version, list(islice(fresh, _AT_A_TIME)), intent, now)
    while dispatch and (more := list(islice(fresh, _AT_A_TIME))):
        if not store.write(deliveries.add, dispatch, more):
            return None
    return dispatch


def _unchanged(campaign: Campaign, outlook: Outlook, before: Plan, progress: Callable[[], object]) -> bool:
    """Whether the mails made anew, with the dates of the kept ones, are the kept ones to the byte."""
    state, audience = outlook.state, outlook.audience
    if state.version is None or before.dispatch.version != state.version.id:
        return False
    first = next(before.mails(), None)
    if first is None or not before.number(State.PLANNED) == before.number() == len(audience.people):
        return False
    fresh = counted(mails(campaign, state, audience, outlook.aim.wave, first.dated_at), progress)
    return all(_same(before.store, old, new) for old, new in zip(before.mails(), fresh, strict=True))


def _same(store: Store, old: Delivery, new: Planned) -> bool:
    wire, own = store.read(messages.parts, old.id)
    return old.mail == new.mail and ((wire, own) == (new.wire, list(new.own)) or wire.message(own) == new.message)
