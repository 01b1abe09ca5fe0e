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
from campaign.core.delivery.records import Delivery, DeliveryEvent, Mailing, PlannedDelivery
from campaign.core.delivery.states import DeliveryState
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.waves.inputs import WaveInputs
from campaign.services.waves.planned_deliveries import planned_deliveries, with_progress

FIRST_WAVE = "first"
# Mails that are made before they are kept together.
_DELIVERIES_AT_A_TIME = 5_000
_ROWS_AT_A_TIME = 1_000


class _HasId(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=_HasId)


@dataclass(frozen=True, slots=True)
class PlannedWave:
    """A wave as kept. `renewed` says that mails shown earlier were replaced because something had changed.

    Its mails stay in the store, whose word counts at the moment of asking: a wave may have a million of them.
    """

    store: Store
    mailing: Mailing
    renewed: bool

    def number(self, *states: DeliveryState) -> int:
        """How many mails stand in these states; without one, how many there are."""
        return sum(number for state, number in self.counts.items() if state in states or not states)

    @property
    def counts(self) -> dict[DeliveryState, int]:
        """How many mails stand in each state that occurs."""
        return self.store.read(deliveries.counts, self.mailing.id)

    @property
    def is_released(self) -> bool:
        """Whether a person has let it go."""
        return self.mailing.released_at is not None

    def message(self, delivery: Delivery) -> bytes:
        """The very bytes of one of its mails."""
        return self.store.read(messages.message, delivery.id)

    def deliveries(self, *states: DeliveryState) -> Iterator[Delivery]:
        """The mails in these states, one state after the other; without one, all, in the order of addressees."""
        for state in states:
            yield from rows_by_page(partial(self._read_page, deliveries.in_state, state))
        if not states:
            yield from rows_by_page(partial(self._read_page, deliveries.deliveries))

    def events(self) -> Iterator[DeliveryEvent]:
        """What happened to the mails, in order."""
        return rows_by_page(partial(self._read_page, deliveries.events))

    def languages(self, *states: DeliveryState) -> dict[str, int]:
        """How many of the mails in these states are written in each language."""
        return self.store.read(deliveries.languages, self.mailing.id, states or tuple(DeliveryState))

    def _read_page(self, query: Callable[..., Sequence[Row]], *arguments: object) -> Sequence[Row]:
        return self.store.read(query, self.mailing.id, *arguments, _ROWS_AT_A_TIME)


def rows_by_page(read_page: Callable[[int], Sequence[Row]]) -> Iterator[Row]:
    """Rows read so many at a time: `some` gives the next ones after an id."""
    after = 0
    while rows := read_page(after):
        yield from rows
        after = rows[-1].id


def stored_wave(store: Store, letter: str, wave: str) -> PlannedWave | None:
    """The wave as it was planned, None when it was not."""
    mailing = store.read(deliveries.find_mailing, letter, wave)
    return PlannedWave(store, mailing, renewed=False) if mailing else None


def find_wave(campaign: Campaign, wave: str) -> PlannedWave:
    """The wave as it was planned. Raises UsageError when there is none."""
    planned = stored_wave(campaign.store, campaign.letter, wave)
    if planned is None:
        names = ", ".join(mailing.wave for mailing in campaign.store.read(deliveries.mailings, campaign.letter))
        hint = f"waves: {names or 'none yet'}; campaign send preview"
        raise UsageError(f"{campaign.letter}: there is no wave {wave}", fix=hint)
    return planned


def find_delivery(wave: PlannedWave, who: str) -> Delivery:
    """The mail to an addressee, named by key, mail address or a part of the name. Raises UsageError unless
    there is one."""
    candidates = [
        delivery
        for delivery in wave.deliveries()
        if who in (delivery.addressee, delivery.address) or who.casefold() in delivery.name.casefold()
    ]
    matches = [delivery for delivery in candidates if who in (delivery.addressee, delivery.address)] or candidates
    if len(matches) == 1:
        return matches[0]
    names = ", ".join(delivery.name for delivery in islice(matches or wave.deliveries(), 8))
    what = f"{len(matches)} addressees are meant by" if matches else "no addressee is meant by"
    raise UsageError(f"{what} {who!r}", fix=f"name one of: {names}")


def plan_wave(campaign: Campaign, inputs: WaveInputs, progress: Callable[[], object] = lambda: None) -> PlannedWave:
    """Make and keep the wave's mails; `progress` is called for each. A wave that is released is returned as it is, and
    so are the mails of one that is planned and unchanged.

    Raises Refused while no version is frozen, ComposeError when a mail cannot be built.
    """
    store, state, aim, now = campaign.store, inputs.state, inputs.options, campaign.now()
    if state.version is None:
        raise Refused("no version of the letter is frozen yet", fix="campaign letter freeze")
    intent = Intent(aim.purpose, aim.not_before_at, tuple(organisation.key for organisation in state.signatories))
    existing = stored_wave(store, state.name, aim.wave)
    if existing and existing.is_released:
        return existing
    if existing and _is_unchanged(campaign, inputs, existing, progress):
        return replace(existing, mailing=store.write(waves.describe, existing.mailing, intent))
    renewed = existing is not None and existing.number() > 0
    new_deliveries = with_progress(planned_deliveries(campaign, state, inputs.audience, aim.wave, now), progress)
    mailing = store_wave(store, state.name, aim.wave, state.version.id, new_deliveries, intent, now)
    if mailing is None:
        raise Refused(f"wave {aim.wave} was released by another program just now", fix="campaign send log")
    return PlannedWave(store, mailing, renewed=renewed)


def store_wave(
    store: Store,
    letter: str,
    wave: str,
    version: int,
    new_deliveries: Iterator[PlannedDelivery],
    intent: Intent,
    now: dt.datetime,
) -> Mailing | None:
    """Keep a wave's mails as they are made, so many at a time: none but these are in memory, and the store is not held.
    None when it was released or planned anew meanwhile.

    One that is cut off half-way is not the wave that `campaign send go` makes anew, and is not released.
    """
    mailing = store.write(
        waves.plan, letter, wave, version, list(islice(new_deliveries, _DELIVERIES_AT_A_TIME)), intent, now
    )
    while mailing and (next_deliveries := list(islice(new_deliveries, _DELIVERIES_AT_A_TIME))):
        if not store.write(deliveries.add, mailing, next_deliveries):
            return None
    return mailing


def _is_unchanged(
    campaign: Campaign, inputs: WaveInputs, existing: PlannedWave, progress: Callable[[], object]
) -> bool:
    """Whether the mails made anew, with the dates of the kept ones, are the kept ones to the byte."""
    state, audience = inputs.state, inputs.audience
    if state.version is None or existing.mailing.version != state.version.id:
        return False
    first = next(existing.deliveries(), None)
    if first is None or not existing.number(DeliveryState.PLANNED) == existing.number() == len(audience.people):
        return False
    new_deliveries = with_progress(
        planned_deliveries(campaign, state, audience, inputs.options.wave, first.dated_at), progress
    )
    return all(
        _is_same(existing.store, old, new) for old, new in zip(existing.deliveries(), new_deliveries, strict=True)
    )


def _is_same(store: Store, old: Delivery, new: PlannedDelivery) -> bool:
    wire, own = store.read(messages.parts, old.id)
    return old.address == new.address and (
        (wire, own) == (new.wire, list(new.pieces)) or wire.message(own) == new.message
    )
