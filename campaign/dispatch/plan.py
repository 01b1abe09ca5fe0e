"""Planning: the mails of a wave made and kept, so that what is shown is what goes."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from campaign.delivery.audience import Purpose
from campaign.delivery.records import Delivery, Dispatch, Planned
from campaign.delivery.states import State
from campaign.dispatch.mails import counted, mails
from campaign.dispatch.situation import Situation
from campaign.errors import Refused
from campaign.store import Store, deliveries, messages, waves
from campaign.store.waves import Intent

FIRST_WAVE = "first"
# Mails that are made before they are kept together.
_AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A wave as kept. `renewed` says that mails shown earlier were replaced because something had changed."""

    dispatch: Dispatch
    deliveries: tuple[Delivery, ...]
    renewed: bool

    def in_state(self, *states: State) -> tuple[Delivery, ...]:
        return tuple(delivery for delivery in self.deliveries if delivery.state in states)


def kept(store: Store, letter: str, wave: str) -> Plan | None:
    """The wave as it was planned, None when it was not."""
    dispatch = store.read(deliveries.dispatch, letter, wave)
    return Plan(dispatch, store.read(deliveries.deliveries, dispatch.id), renewed=False) if dispatch else None


def plan(
    store: Store,
    situation: Situation,
    wave: str,
    now: dt.datetime,
    told: Callable[[], object] = lambda: None,
    purpose: Purpose = Purpose.FIRST,
    not_before_at: dt.datetime | None = None,
) -> Plan:
    """Make and keep the wave's mails. A wave that is released is returned as it is, and so are the mails of one that is
    planned and unchanged.

    Raises Refused while no version is frozen, ComposeError when a mail cannot be built.
    """
    if situation.version is None:
        raise Refused("no version of the letter is frozen yet", hint="campaign letter freeze")
    intent = Intent(purpose, not_before_at, tuple(each.key for each in situation.signatories))
    before = kept(store, situation.name, wave)
    if before and before.dispatch.released_at:
        return before
    if before and _unchanged(store, situation, before, told):
        return replace(before, dispatch=store.write(waves.describe, before.dispatch, intent))
    fresh = counted(mails(situation, wave, now), told)
    dispatch = keep(store, situation.name, wave, situation.version.id, fresh, intent, now)
    if dispatch is None:
        raise Refused(f"wave {wave} was released by another program just now", hint="campaign send log")
    return Plan(dispatch, store.read(deliveries.deliveries, dispatch.id), renewed=bool(before and before.deliveries))


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


def _unchanged(store: Store, situation: Situation, before: Plan, told: Callable[[], object]) -> bool:
    """Whether the mails made anew, with the dates of the kept ones, are the kept ones to the byte."""
    planned = before.in_state(State.PLANNED)
    if situation.version is None or before.dispatch.version != situation.version.id:
        return False
    if len(planned) != len(situation.writable) or len(planned) != len(before.deliveries) or not planned:
        return False
    fresh = counted(mails(situation, before.dispatch.wave, planned[0].dated_at), told)
    return all(_same(store, old, new) for old, new in zip(planned, fresh, strict=True))


def _same(store: Store, old: Delivery, new: Planned) -> bool:
    wire, own = store.read(messages.parts, old.id)
    return old.mail == new.mail and ((wire, own) == (new.wire, list(new.own)) or wire.message(own) == new.message)
