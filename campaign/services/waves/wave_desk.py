"""What the desk shows of waves: one wave with its emails, what releasing it would do, how far it has come."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.adapters.store.ledger import deliveries, delivery_lookup, messages
from campaign.core.addressees import Addressee
from campaign.core.delivery.records import Delivery, DeliveryEvent, Mailing, MailingKind
from campaign.core.delivery.rules import wave_rules
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.core.team.account import TeamActor
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.sending.send_policy import SendPolicy
from campaign.services.waves.audience import Exclusion
from campaign.services.waves.languages import Fallback
from campaign.services.waves.obstacles import Obstacle, changed_addressees, find_obstacles
from campaign.services.waves.options import WaveOptions
from campaign.services.waves.plan import PlannedWave, plan_wave
from campaign.services.waves.plan_inputs import read_wave_inputs
from campaign.services.waves.second_person import preparer_of, second_person_reason
from campaign.services.waves.send import SendPlan, plan_send, review_send
from campaign.services.waves.summary import WaveSummary, wave_summary

_FINISHED = frozenset(DeliveryState) - {*WAITING, DeliveryState.SENDING, DeliveryState.PLANNED}


@dataclass(frozen=True, slots=True)
class WaveReview:
    """What a person reads before releasing a wave."""

    plan: SendPlan
    obstacles: tuple[Obstacle, ...]
    """What prevents its release."""
    summary: WaveSummary
    exclusions: tuple[Exclusion, ...]
    fallbacks: tuple[Fallback, ...]
    without_address: tuple[Addressee, ...]
    prepared_by: str
    """The name of the person who prepared it; "" for the command line."""
    needs_other: str
    """Why another person has to release it; "" if nothing speaks against it."""


@dataclass(frozen=True, slots=True)
class WaveProgress:
    """How far a released wave has come."""

    mailing: Mailing
    counts: Mapping[DeliveryState, int]
    left: dt.timedelta | None
    """About how long the rest takes; None if that is not known, or if nothing is left."""
    waits: str
    """Why nothing is sent now; "" while it is."""

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def finished(self) -> int:
        """The number of emails whose end is known, or that a person must settle."""
        return sum(number for state, number in self.counts.items() if state in _FINISHED)

    @property
    def waiting(self) -> int:
        """The number of emails that wait or are being sent."""
        return self.total - self.finished

    @property
    def is_moving(self) -> bool:
        """Whether it may change by itself."""
        return bool(self.waiting) and not self.mailing.paused_at


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One email of a wave, as it is stored."""

    mailing: Mailing
    delivery: Delivery
    content: bytes
    history: tuple[DeliveryEvent, ...]
    before: int
    """The id of the email before it; 0 for none."""
    after: int
    """The id of the next one; 0 for none."""


def wave_by_number(campaign: Campaign, number: int) -> PlannedWave | None:
    """A wave of the campaign's letter by its id; None if there is none."""
    waves = campaign.store.read(deliveries.mailings, campaign.letter)
    mailing = next((one for one in waves if one.id == number and one.kind is MailingKind.LETTER), None)
    return PlannedWave(campaign.store, mailing, renewed=False) if mailing else None


def stored_options(mailing: Mailing, *, again: bool = False) -> WaveOptions:
    """The options with which a wave was prepared. `again` is not stored."""
    return WaveOptions(mailing.wave, mailing.purpose, mailing.not_before_at, again, mailing.selection)


def prepare_wave(campaign: Campaign, options: WaveOptions) -> PlannedWave:
    """Build and store the emails of a wave. Raises Refused for a released one, and while the text is not frozen."""
    inputs = read_wave_inputs(campaign, options)
    if inputs.state.is_draft:
        why = "no version is frozen yet" if inputs.state.version is None else "the text has changed since it was frozen"
        raise Refused(f"the wave was not prepared: {why}", fix="freeze a version of the letter first")
    wave = plan_wave(campaign, inputs)
    if wave.is_released:
        raise Refused(f"wave {options.wave} is released already", fix="choose another name")
    return wave


def review_wave(campaign: Campaign, wave: PlannedWave, actor: TeamActor, *, again: bool = False) -> WaveReview:
    """What releasing a wave would do. Changes nothing."""
    inputs = read_wave_inputs(campaign, stored_options(wave.mailing, again=again))
    preparer = preparer_of(campaign, wave.mailing)
    against = (*find_obstacles(campaign, inputs, wave), *changed_addressees(campaign, wave))
    return WaveReview(
        plan=review_send(campaign, wave, against, again=again),
        obstacles=against,
        summary=wave_summary(campaign, wave),
        exclusions=inputs.audience.exclusions,
        fallbacks=inputs.fallbacks,
        without_address=inputs.state.without_address,
        prepared_by=preparer.name if preparer else "",
        needs_other=second_person_reason(campaign, wave.mailing, actor),
    )


def plan_release(campaign: Campaign, wave: PlannedWave, *, again: bool = False) -> SendPlan:
    """Build the emails again, and plan their release. If one has changed, the plan says so and cannot be released."""
    return plan_send(campaign, read_wave_inputs(campaign, stored_options(wave.mailing, again=again)))


def wave_progress(campaign: Campaign, wave: PlannedWave) -> WaveProgress:
    """How far a released wave has come."""
    mailing, counts, now = wave.mailing, wave.counts, campaign.now()
    rules = wave_rules(campaign.settings, mailing)
    waiting = sum(counts.get(state, 0) for state in (*WAITING, DeliveryState.SENDING))
    waits, left = "", None
    if waiting and not mailing.paused_at:
        permission = SendPolicy(campaign.store, rules, mailing, now).wave_permission(now)
        waits = "" if permission.granted else permission.why
        if campaign.settings.smtp is None:
            waits = "no mail server is set"
        apart = rules.rules.seconds_apart
        left = dt.timedelta(seconds=round(waiting * apart)) if apart and not waits else None
    return WaveProgress(mailing, counts, left, waits)


def delivery_page(
    campaign: Campaign, wave: PlannedWave, state: DeliveryState | None, after: int, limit: int
) -> tuple[Delivery, ...]:
    """Deliveries of a wave after an id, in the order of addressees; only those in a state, if one is given."""
    if state is None:
        return campaign.store.read(deliveries.deliveries, wave.mailing.id, after, limit)
    return campaign.store.read(deliveries.in_state, wave.mailing.id, state, after, limit)


def delivery_view(campaign: Campaign, wave: PlannedWave, number: int) -> DeliveryView | None:
    """One email of a wave; None if the wave has none with this id."""
    delivery = campaign.store.read(delivery_lookup.one, number)
    if delivery is None or delivery.mailing != wave.mailing.id:
        return None
    before, after = campaign.store.read(delivery_lookup.neighbours, delivery)
    content = campaign.store.read(messages.message, delivery.id)
    return DeliveryView(
        wave.mailing, delivery, content, campaign.store.read(delivery_lookup.history, delivery), before, after
    )


def delivery_rows(campaign: Campaign, state: DeliveryState, after: int, limit: int) -> tuple[tuple[Delivery, str], ...]:
    """Deliveries of all mailings of the letter in a state, each with the name of its mailing."""
    return campaign.store.read(delivery_lookup.of_letter_in_state, campaign.letter, state, after, limit)


def all_deliveries(wave: PlannedWave, state: DeliveryState | None) -> Iterator[Delivery]:
    """All deliveries of a wave, or those in a state, for an export."""
    return wave.deliveries(state) if state else wave.deliveries()


def need_wave_name(name: str) -> str:
    """The name of a new wave. Raises UsageError for one that is empty or cannot be read in a list."""
    name = " ".join(name.split())
    if not name or len(name) > 60 or not name.isprintable() or "/" in name or "\\" in name or name.startswith("."):
        raise UsageError("the name of the wave is empty, too long or has a slash", fix="use up to 60 letters")
    return name
