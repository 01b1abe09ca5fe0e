"""The status of a campaign: days left, text, signatories, addressees, deliveries, and the next step."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.adapters.store import people, replies
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.signons import counts
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.records import Mailing, MailingKind
from campaign.core.delivery.rules import not_before, rules_for, too_few_signatories
from campaign.core.delivery.states import DeliveryState
from campaign.core.languages.in_english import count_of, moment
from campaign.core.settings import Settings
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind
from campaign.core.signons.board import ORDER
from campaign.core.timetable import STEP_NAMES, DateStatus
from campaign.core.timetable.progress import Progress
from campaign.services.campaign import Campaign
from campaign.services.people.pending import pending_imports
from campaign.services.status.timetable import timetable_of
from campaign.services.waves.letter_state import LetterState, read_letter_state

# States that come from the coordinator's table and do not show that anybody has answered.
_FROM_TABLE = (SignOnState.LISTED, SignOnState.INVITED)


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A line of the status."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class CampaignStatus:
    """The status of a campaign, in words."""

    name: str
    """The campaign's name."""
    rows: tuple[StatusRow, ...]
    remarks: tuple[str, ...]
    """What the coordinator should check, one sentence each."""
    next_step: str
    """What to do next."""


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave, the number of its deliveries in each state, and when it may start ("" for at once)."""

    mailing: Mailing
    counts: dict[DeliveryState, int]
    not_before: str = ""

    @property
    def name(self) -> str:
        return self.mailing.wave

    @property
    def released(self) -> bool:
        return self.mailing.released_at is not None

    @property
    def waiting(self) -> int:
        return sum(
            self.counts.get(state, 0) for state in (DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.SENDING)
        )


def campaign_status(campaign: Campaign) -> CampaignStatus:
    """Read the status of the campaign."""
    settings, store, letter, now = campaign.settings, campaign.store, campaign.letter, campaign.now()
    state = read_letter_state(campaign.folder, store, letter)
    waves = tuple(
        Wave(wave, store.read(deliveries.counts, wave.id), _not_before(wave, settings, now))
        for wave in store.read(deliveries.mailings, letter)
    )
    rows = (
        StatusRow("vote", _when(settings.campaign.vote_at, settings, now)),
        StatusRow("deadline", _when(settings.campaign.deadline_at, settings, now)),
        StatusRow("timetable", _timetable(timetable_of(campaign, state).steps, settings, now)),
        StatusRow("letter", _letter(state)),
        StatusRow("signatories", _signatories(state, settings.campaign.minimum_signatories)),
        StatusRow("addressees", _addressees(state)),
        *_signons(campaign, now),
        *(StatusRow(f"wave {wave.name}", _wave(wave)) for wave in waves),
        *_replies(store.read(replies.count_by_kind, letter)),
    )
    remarks = tuple(_remarks(campaign, state, waves))
    return CampaignStatus(settings.campaign.name, rows, remarks, _next_step(campaign, state, waves))


def _next_step(campaign: Campaign, state: LetterState, waves: Sequence[Wave]) -> str:
    """What to do next."""
    is_uncertain = any(wave.counts.get(DeliveryState.UNCERTAIN) for wave in waves)
    waiting_wave = next((wave for wave in waves if wave.released and wave.waiting and not wave.mailing.paused_at), None)
    if is_uncertain:
        return "campaign send settle WHO --sent|--failed|--again --evidence TEXT, for each uncertain email"
    if rules_for(campaign.settings, MailingKind.LETTER).is_over(campaign.now()):
        return "the deadline has passed; campaign send log shows what was sent"
    if waiting_wave:
        return "campaign send run" if waiting_wave.not_before else f"campaign send resume --wave {waiting_wave.name}"
    if any(campaign.store.read(counts.of, state.name, kind).get(SignOnState.CONFIRMED) for kind in SignOnKind):
        return "campaign signatory review"
    if not state.letters:
        return "write letters/NAME/letter.en.md, or campaign letter import FILE"
    if not state.addressees:
        return "campaign addressee import"
    if not state.organisations and not campaign.store.read(people.organisations):
        return "campaign signatory import"
    if len(state.without_address) == len(state.addressees):
        return f"write email addresses into letters/{state.name}/addressees.csv, then campaign addressee import"
    if state.version is None:
        return "campaign letter check, then campaign letter freeze -m MESSAGE"
    if state.is_stale:
        return "campaign letter diff, then campaign letter freeze -m MESSAGE with --correction or --substance"
    if any(wave.released for wave in waves):
        return "campaign send log"
    return "campaign send preview, campaign send test --to YOU, then campaign send go"


def _when(at: dt.datetime, settings: Settings, now: dt.datetime) -> str:
    return f"{moment(at, settings.campaign.zone)}, {distance(at - now)}"


def _timetable(steps: Sequence[DateStatus], settings: Settings, now: dt.datetime) -> str:
    """The dates that have passed unfinished, and the next date."""
    late = [f"late: {STEP_NAMES[step.date.step]}" for step in steps if step.progress is Progress.LATE]
    ahead = [step.date for step in steps if step.progress is Progress.AHEAD and step.date.at > now]
    following = [f"next: {STEP_NAMES[date.step]}, {_when(date.at, settings, now)}" for date in ahead[:1]]
    return "; ".join([*late, *following]) or "all done"


def _not_before(wave: Mailing, settings: Settings, now: dt.datetime) -> str:
    at = not_before(wave, settings)
    return f"not before {_when(at, settings, now)}" if at and at > now else ""


def distance(remaining: dt.timedelta) -> str:
    """A time span in words: "in 3 days 4 hours", "2 hours ago", "in 12 minutes"."""
    minutes, past = abs(remaining) // dt.timedelta(minutes=1), remaining < dt.timedelta(0)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [count_of(days, "day")] if days else []
    parts += [count_of(hours, "hour")] if hours else []
    parts = parts or [count_of(minutes, "minute")]
    return f"{' '.join(parts)} ago" if past else f"in {' '.join(parts)}"


def _letter(state: LetterState) -> str:
    languages = ", ".join(sorted(state.letters)) or "no text yet"
    if state.version is None:
        return f"{state.name} ({languages}), not frozen"
    since = "changed since" if state.is_stale else "frozen as"
    return f"{state.name} ({languages}), {since} version {state.version.number} {state.version.digest[:12]}"


def _signatories(state: LetterState, least: int) -> str:
    wanted = f", at least {least} needed" if least else ""
    others = len(state.organisations) - len(state.signatories)
    return f"{len(state.signatories)} listed{wanted}" + (f", {others} not listed" if others else "")


def _signons(campaign: Campaign, now: dt.datetime) -> Iterator[StatusRow]:
    """Sign-ons by state, and when signing closes, once somebody was invited or the letter is public."""
    settings = campaign.settings
    states = {kind: campaign.store.read(counts.of, campaign.letter, kind) for kind in SignOnKind}
    asked = any(state not in _FROM_TABLE for of_kind in states.values() for state in of_kind)
    if not (asked or states[SignOnKind.PERSON] or settings.campaign.public_url):
        return
    for kind, name in ((SignOnKind.ORGANISATION, "sign-ons"), (SignOnKind.PERSON, "individuals")):
        if numbers := ", ".join(f"{states[kind][state]} {state}" for state in ORDER if state in states[kind]):
            waits = "; campaign signatory review" if SignOnState.CONFIRMED in states[kind] else ""
            yield StatusRow(name, numbers + waits)
    yield StatusRow("signing closes", _when(settings.signing_closes_at, settings, now))


def _addressees(state: LetterState) -> str:
    missing = len(state.without_address)
    return f"{len(state.addressees)}" + (f", {missing} without an email address" if missing else "")


def _wave(wave: Wave) -> str:
    counts = ", ".join(f"{number} {state}" for state, number in wave.counts.items()) or "empty"
    pause = f"paused ({wave.mailing.paused_why})" if wave.mailing.paused_at else wave.not_before
    return ", ".join(filter(None, (counts, pause if wave.waiting or not wave.released else "")))


def _replies(kinds: dict[str, int]) -> tuple[StatusRow, ...]:
    counts = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    return (StatusRow("replies", f"{counts}; campaign reply due lists who to call"),) if counts else ()


def _remarks(campaign: Campaign, state: LetterState, waves: Sequence[Wave]) -> Iterator[str]:
    yield from pending_imports(campaign)
    if state.is_stale:
        yield "the text in the folder differs from the frozen version"
    if reason := too_few_signatories(state.signatory_count, campaign.settings.campaign.minimum_signatories):
        yield f"the letter cannot be sent yet: {reason}"
    if state.without_address:
        yield f"without an email address: {joined_names([person.name for person in state.without_address])}"
    for wave in waves:
        if wave.mailing.paused_at:
            yield f"wave {wave.name} is paused: {wave.mailing.paused_why}"
    if uncertain := sum(wave.counts.get(DeliveryState.UNCERTAIN, 0) for wave in waves):
        yield f"{count_of(uncertain, 'email')} may or may not have arrived"
