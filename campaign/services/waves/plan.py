"""Planning a wave: its emails are built and stored, so that exactly what was previewed is sent."""

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
from campaign.services.waves.plan_inputs import WaveInputs
from campaign.services.waves.planned_deliveries import planned_deliveries, with_progress

FIRST_WAVE = "first"
# Emails that are built before they are stored together.
_DELIVERIES_AT_A_TIME = 5_000
_ROWS_AT_A_TIME = 1_000


class _HasId(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=_HasId)


@dataclass(frozen=True, slots=True)
class PlannedWave:
    """A wave in the database. Its deliveries are read from there each time, because a wave may have a million of
    them."""

    store: Store
    """Where its deliveries are read from."""
    mailing: Mailing
    """The wave as it was when this value was read."""
    renewed: bool
    """Whether emails that were previewed earlier have been replaced, because something had changed."""

    def number(self, *states: DeliveryState) -> int:
        """The number of deliveries in these states, or of all when none is named."""
        return sum(number for state, number in self.counts.items() if state in states or not states)

    @property
    def counts(self) -> dict[DeliveryState, int]:
        """The number of deliveries in each state that occurs."""
        return self.store.read(deliveries.counts, self.mailing.id)

    @property
    def is_released(self) -> bool:
        """Whether a person has released it for sending."""
        return self.mailing.released_at is not None

    def message(self, delivery: Delivery) -> bytes:
        """The exact bytes of one of its emails."""
        return self.store.read(messages.message, delivery.id)

    def deliveries(self, *states: DeliveryState) -> Iterator[Delivery]:
        """The deliveries in these states, one state after the other; when none is named, all in the order of
        addressees."""
        for state in states:
            yield from rows_by_page(partial(self._read_page, deliveries.in_state, state))
        if not states:
            yield from rows_by_page(partial(self._read_page, deliveries.deliveries))

    def events(self) -> Iterator[DeliveryEvent]:
        """What happened to the deliveries, in order."""
        return rows_by_page(partial(self._read_page, deliveries.events))

    def languages(self, *states: DeliveryState) -> dict[str, int]:
        """The number of emails in these states, by language."""
        return self.store.read(deliveries.languages, self.mailing.id, states or tuple(DeliveryState))

    def _read_page(self, query: Callable[..., Sequence[Row]], *arguments: object) -> Sequence[Row]:
        return self.store.read(query, self.mailing.id, *arguments, _ROWS_AT_A_TIME)


def rows_by_page(read_page: Callable[[int], Sequence[Row]]) -> Iterator[Row]:
    """All rows, read a page at a time: `read_page` returns the rows after an id."""
    after = 0
    while rows := read_page(after):
        yield from rows
        after = rows[-1].id


def stored_wave(store: Store, letter: str, wave: str) -> PlannedWave | None:
    """The wave of this name, None when it is not planned yet."""
    mailing = store.read(deliveries.find_mailing, letter, wave)
    return PlannedWave(store, mailing, renewed=False) if mailing else None


def find_wave(campaign: Campaign, wave: str) -> PlannedWave:
    """The planned wave of this name. Raises UsageError when there is none."""
    planned = stored_wave(campaign.store, campaign.letter, wave)
    if planned is None:
        names = ", ".join(mailing.wave for mailing in campaign.store.read(deliveries.mailings, campaign.letter))
        fix = f"the waves are: {names or 'none yet'}; plan one with campaign send preview"
        raise UsageError(f"{campaign.letter}: there is no wave {wave}", fix=fix)
    return planned


def find_delivery(wave: PlannedWave, who: str) -> Delivery:
    """The delivery to an addressee, found by key, email address or part of the name. Raises UsageError unless exactly
    one matches."""
    candidates = [
        delivery
        for delivery in wave.deliveries()
        if who in (delivery.addressee, delivery.address) or who.casefold() in delivery.name.casefold()
    ]
    matches = [delivery for delivery in candidates if who in (delivery.addressee, delivery.address)] or candidates
    if len(matches) == 1:
        return matches[0]
    names = ", ".join(delivery.name for delivery in islice(matches or wave.deliveries(), 8))
    what = f"{who!r} matches {len(matches)} addressees" if matches else f"no addressee matches {who!r}"
    raise UsageError(what, fix=f"name one of: {names}")


def plan_wave(campaign: Campaign, inputs: WaveInputs, progress: Callable[[], object] = lambda: None) -> PlannedWave:
    """Build and store the wave's emails; `progress` is called for each.

    A released wave is returned unchanged. If building again gives the same bytes, the stored emails stay. Raises
    Refused when no version is frozen, ComposeError when an email cannot be built.
    """
    store, state, aim, now = campaign.store, inputs.state, inputs.options, campaign.now()
    if state.version is None:
        raise Refused("no version of the letter is frozen yet", fix="campaign letter freeze")
    signatories = tuple(organisation.key for organisation in state.signatories)
    intent = Intent(aim.purpose, aim.not_before_at, signatories, aim.selection)
    existing = stored_wave(store, state.name, aim.wave)
    if existing and existing.is_released:
        return existing
    if existing and _is_unchanged(campaign, inputs, existing, progress):
        return replace(existing, mailing=store.write(waves.describe, existing.mailing, intent))
    renewed = existing is not None and existing.number() > 0
    new_deliveries = with_progress(planned_deliveries(campaign, state, inputs.audience, aim.wave, now), progress)
    mailing = store_wave(store, state.name, aim.wave, state.version.id, new_deliveries, intent, now)
    if mailing is None:
        raise Refused(f"another program has just released wave {aim.wave}", fix="campaign send log")
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
    """Store a wave's deliveries in batches while they are built, so that only one batch is in memory and other writers
    can work in between. Returns None when the wave was released or planned again meanwhile.

    An interrupted wave is never released: `campaign send go` finds that it differs and plans it again.
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
    """Whether building the emails again, with the stored dates, gives the stored bytes."""
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
