"""The status of a campaign: days left, text, signatories, addressees, deliveries, and the next step."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from campaign.adapters.store import people, replies, signons, versions
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.ledger import waves as ledger_waves
from campaign.adapters.store.signons import counts, proposed_changes
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.reach import ReachState
from campaign.core.delivery.records import Mailing, MailingKind
from campaign.core.delivery.rules import not_before, rules_for
from campaign.core.delivery.states import DeliveryState
from campaign.core.languages.in_english import count_of, moment
from campaign.core.settings import Settings
from campaign.core.signatories import SignOnState, listed_organisations
from campaign.core.signons import SignOnKind
from campaign.core.signons.board import ORDER
from campaign.core.timetable import STEP_NAMES, DateStatus
from campaign.core.timetable.progress import Progress
from campaign.services.campaign import Campaign
from campaign.services.notices.notifying import count_strangers, over_budget
from campaign.services.people.unimported_changes import pending_imports
from campaign.services.sending.sending_mark import SendingMark
from campaign.services.status.status_facts import status_facts
from campaign.services.status.timetable import timetable_of
from campaign.services.waves.emails_to_oneself import trial_command
from campaign.services.waves.letter_state import LetterState, lacking, read_letter_state
from campaign.services.waves.obstacles import unsigned_reason
from campaign.services.waves.reach import LetterReach, letter_reach, missed_lines

_REACH_WORDS = {
    ReachState.RECEIVED: "received it",
    ReachState.UNCERTAIN: "uncertain",
    ReachState.WAITING: "waiting",
    ReachState.MISSED: "not",
    ReachState.NO_ADDRESS: "have no email address",
}
_STANCES = {"supports": "for", "against": "against", "open": "undecided"}

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
    facts: Mapping[str, object] = field(default_factory=dict)
    """The same as numbers and dates, as `status_facts` gives them."""


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave, the number of its deliveries in each state, and when it may start ("" for at once)."""

    mailing: Mailing
    counts: dict[DeliveryState, int]
    not_before: str = ""
    version: int = 0
    """The number of the version that it sends."""

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
    numbers = store.read(versions.numbers, letter)
    waves = tuple(
        Wave(wave, store.read(deliveries.counts, wave.id), _not_before(wave, settings, now), numbers[wave.version])
        for wave in store.read(deliveries.mailings, letter)
    )
    reach = letter_reach(campaign, letter)
    steps = timetable_of(campaign, state).steps
    rows = (
        StatusRow("vote", _when(settings.campaign.vote_at, settings, now)),
        StatusRow("deadline", _when(settings.campaign.deadline_at, settings, now)),
        StatusRow("timetable", _timetable(steps, settings, now)),
        StatusRow("letter", _letter(state)),
        StatusRow("signatories", _signatories(campaign, state)),
        StatusRow("addressees", _addressees(state)),
        *_reached(reach),
        *_answers(campaign, state),
        *_signons(campaign, now),
        *(StatusRow(f"wave {wave.name}", _wave(wave)) for wave in waves),
        *_replies(store.read(replies.count_by_kind, letter)),
    )
    doubt = SendingMark(store).doubt()
    remarks = (
        *([doubt.message] if doubt else []),
        *_remarks(campaign, state, waves),
        *_missed(reach),
        *_wave_remarks(campaign, waves),
    )
    next_step = doubt.fix if doubt else _next_step(campaign, state, waves, reach)
    facts = status_facts(campaign, state, reach, steps)
    return CampaignStatus(settings.campaign.name, rows, remarks, next_step, facts)


def _next_step(campaign: Campaign, state: LetterState, waves: Sequence[Wave], reach: LetterReach) -> str:
    """What to do next."""
    is_uncertain = any(wave.counts.get(DeliveryState.UNCERTAIN) for wave in waves)
    waiting = [wave for wave in waves if wave.released and wave.waiting]
    waiting_wave = next((wave for wave in waiting if not wave.mailing.paused_at), None)
    if is_uncertain:
        return "campaign send settle WHO --sent|--failed|--again --evidence TEXT, for each uncertain email"
    if rules_for(campaign.settings, MailingKind.LETTER).is_over(campaign.now()):
        return "the deadline has passed; campaign send log shows what was sent"
    if waiting_wave:
        return "campaign send run" if waiting_wave.not_before else f"campaign send resume --wave {waiting_wave.name}"
    if waiting:
        return f"campaign send resume --wave {waiting[0].name}"
    has_cases = any(campaign.store.read(counts.of, state.name, kind).get(SignOnState.CONFIRMED) for kind in SignOnKind)
    if has_cases or campaign.store.read(proposed_changes.count, state.name):
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
    settings = campaign.settings
    has_gone = any(wave.released and wave.mailing.kind is MailingKind.LETTER for wave in waves)
    if settings.campaign.public_url and not has_gone and campaign.now() < settings.signing_closes_at:
        closes = moment(settings.signing_closes_at, settings.campaign.zone)
        return (
            f"campaign signatory list, campaign signatory invite; the letter is sent once signing has closed, {closes}"
        )
    if reach.to_send:
        return f"campaign send preview --wave {reach.next_wave}, then campaign send go --wave {reach.next_wave}"
    if has_gone:
        return "campaign reply due" if reach.reaches else "campaign send log"
    return f"campaign send preview, {trial_command(campaign)}, then campaign send go"


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


def _signatories(campaign: Campaign, state: LetterState) -> str:
    """How many are listed: under the text that the page shows, while another one is only proposed."""
    least, public_version = (
        campaign.settings.campaign.minimum_signatories,
        campaign.store.read(versions.public, state.name),
    )
    if state.version and public_version and public_version != state.version:
        listed = listed_organisations(campaign.store.read(signons.signatories, state.name, public_version.id))
        proposed = f"version {state.version.number} is proposed; see campaign signatory list"
        return f"{len(listed)} listed under version {public_version.number}, which the page shows; {proposed}"
    wanted = f", at least {least} needed" if least else ""
    others = len(state.organisations) - len(state.signatories)
    return f"{len(state.signatories)} listed{wanted}" + (f", {others} not listed" if others else "")


def _signons(campaign: Campaign, now: dt.datetime) -> Iterator[StatusRow]:
    """Sign-ons by state, and when signing closes, once somebody was invited or the letter is public."""
    settings = campaign.settings
    states = {kind: campaign.store.read(counts.of_board, campaign.letter, kind) for kind in SignOnKind}
    asked = any(state not in _FROM_TABLE for of_kind in states.values() for state in of_kind)
    if not (asked or states[SignOnKind.PERSON] or settings.campaign.public_url):
        return
    for kind, name in ((SignOnKind.ORGANISATION, "sign-ons"), (SignOnKind.PERSON, "individuals")):
        if numbers := ", ".join(f"{states[kind][state]} {state}" for state in ORDER if state in states[kind]):
            waits = "; campaign signatory review" if SignOnState.CONFIRMED in states[kind] else ""
            yield StatusRow(name, numbers + waits)
    if changes := campaign.store.read(proposed_changes.count, campaign.letter):
        yield StatusRow("changes", f"{changes} of listed signatories wait; campaign signatory review")
    yield StatusRow("signing closes", _when(settings.signing_closes_at, settings, now))


def _addressees(state: LetterState) -> str:
    missing = len(state.without_address)
    return f"{len(state.addressees)}" + (f", {missing} without an email address" if missing else "")


def _reached(reach: LetterReach) -> Iterator[StatusRow]:
    """How many have had the letter, once a wave is released."""
    if reach.reaches:
        counts = Counter(reach.state for reach in reach.reaches)
        words = ", ".join(f"{counts[state]} {_REACH_WORDS[state]}" for state in ReachState if counts[state])
        yield StatusRow("letter sent to", words)


def _answers(campaign: Campaign, state: LetterState) -> Iterator[StatusRow]:
    """Who is for and against, and how many have not answered, once somebody has."""
    positions = campaign.store.read(replies.positions, state.name)
    names = {person.key: person.name for person in state.addressees}
    by_stance = {
        stance: [names.get(key, key) for key, position in positions.items() if position.stance == stance]
        for stance in _STANCES
    }
    answers = {answer.addressee for answer in campaign.store.read(ledger_waves.answers, state.name)}
    others = [name for key, name in names.items() if key in answers and key not in positions]
    parts = [f"{words}: {joined_names(by_stance[stance])}" for stance, words in _STANCES.items() if by_stance[stance]]
    parts += [f"answered, position not recorded: {joined_names(others)}"] if others else []
    silent = len([key for key in names if key not in answers])
    if parts:
        yield StatusRow("answers", "; ".join([*parts, *([f"{silent} without an answer"] if silent else [])]))


def _missed(reach: LetterReach) -> Iterator[str]:
    if reach.missed:
        yield f"without the letter: {joined_names(missed_lines(reach.missed))}"


def _wave_remarks(campaign: Campaign, waves: Sequence[Wave]) -> Iterator[str]:
    """Waves with a mistyped name, and emails that expired by a deadline that was corrected."""
    is_over = rules_for(campaign.settings, MailingKind.LETTER).is_over(campaign.now())
    for wave in waves:
        if wave.mailing.kind is not MailingKind.LETTER:
            continue
        if not wave.counts and not wave.released:
            yield f"wave {wave.name} is empty; to delete it: campaign send delete --wave {wave.name}"
        expired = wave.counts.get(DeliveryState.EXPIRED, 0)
        if expired and wave.released and not is_over:
            yield (
                f"wave {wave.name}: {count_of(expired, 'email')} expired, but the deadline has not passed;"
                f" to send: campaign send resume --wave {wave.name}"
            )


def _wave(wave: Wave) -> str:
    counts = ", ".join(f"{number} {state}" for state, number in wave.counts.items()) or "empty"
    pause = f"paused ({wave.mailing.paused_why})" if wave.mailing.paused_at else wave.not_before
    went = f"version {wave.version}: " if wave.released and wave.mailing.kind is MailingKind.LETTER else ""
    return went + ", ".join(filter(None, (counts, pause if wave.waiting or not wave.released else "")))


def _replies(kinds: dict[str, int]) -> tuple[StatusRow, ...]:
    counts = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    return (StatusRow("replies", f"{counts}; campaign reply due lists who to call"),) if counts else ()


def _remarks(campaign: Campaign, state: LetterState, waves: Sequence[Wave]) -> Iterator[str]:
    yield from pending_imports(campaign)
    yield from lacking(state)
    if state.is_stale:
        yield "the text in the folder differs from the frozen version"
    if reason := unsigned_reason(campaign, state):
        yield f"the letter cannot be sent yet: {reason}"
    if state.without_address:
        yield f"without an email address: {joined_names([person.name for person in state.without_address])}"
    strangers = count_strangers(campaign)
    if strangers > campaign.settings.signing.confirmations_per_minute:
        yield over_budget(campaign.settings, strangers)
    for wave in waves:
        if wave.mailing.paused_at and wave.waiting:
            yield f"wave {wave.name} is paused: {wave.mailing.paused_why}"
    if uncertain := sum(wave.counts.get(DeliveryState.UNCERTAIN, 0) for wave in waves):
        yield f"{count_of(uncertain, 'email')} may or may not have arrived"
