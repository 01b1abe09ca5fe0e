"""Where a campaign stands: days left, text, signatories, addressees, deliveries, and the one next step."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.adapters.files import folder
from campaign.adapters.store import Store, replies
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.signons import counts
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.records import Dispatch, Post
from campaign.core.delivery.rules import not_before, rules_for
from campaign.core.delivery.states import State
from campaign.core.settings import Settings
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind
from campaign.core.signons.board import ORDER
from campaign.core.timetable import NAMES, Progress, Standing, moment
from campaign.services.status.timetable import standing
from campaign.services.waves.situation import Situation, gather
from campaign.services.waves.unimported import unimported

# The coordinator's table says these by itself: they are no news of people who sign.
_OF_A_TABLE = (SignOnState.LISTED, SignOnState.INVITED)


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]
    next_step: str


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave as it is kept, how many of its mails stand in each state, and from when on it goes, "" for at once."""

    dispatch: Dispatch
    counts: dict[State, int]
    goes: str = ""

    @property
    def name(self) -> str:
        return self.dispatch.wave

    @property
    def released(self) -> bool:
        return self.dispatch.released_at is not None

    @property
    def left(self) -> int:
        return sum(self.counts.get(state, 0) for state in (State.QUEUED, State.DEFERRED, State.SENDING))


def reckon(place: folder.Folder, settings: Settings, store: Store, letter: str, now: dt.datetime) -> Reckoning:
    """The reckoning of a campaign at `now` (aware UTC)."""
    situation = gather(place, settings, store, letter)
    waves = tuple(
        Wave(each, store.read(deliveries.counts, each.id), _goes(each, settings, now))
        for each in store.read(deliveries.dispatches, letter)
    )
    rows = (
        Row("vote", _when(settings.campaign.vote_at, settings, now)),
        Row("deadline", _when(settings.campaign.deadline_at, settings, now)),
        Row("timetable", _timetable(standing(store, situation, now), settings, now)),
        Row("letter", _letter(situation)),
        Row("signatories", _signatories(situation)),
        Row("addressees", _addressees(situation)),
        *_signons(situation, store, now),
        *(Row(f"wave {wave.name}", _wave(wave)) for wave in waves),
        *_replies(store.read(replies.kinds, letter)),
    )
    return Reckoning(rows, _remarks(situation, waves), next_step(situation, waves, now, _waiting(store, letter)))


def next_step(situation: Situation, waves: Sequence[Wave], now: dt.datetime, waiting: int = 0) -> str:
    """The one thing to do now. `waiting` counts the sign-ons that wait for approval."""
    doubtful = any(wave.counts.get(State.UNCERTAIN) for wave in waves)
    left = next((wave for wave in waves if wave.released and wave.left and not wave.dispatch.paused_at), None)
    if doubtful:
        return "campaign send settle WHO --sent|--failed|--again --evidence TEXT, for each uncertain mail"
    if rules_for(situation.settings, Post.LETTER).is_over(now):
        return "the deadline has passed; campaign send log shows what went"
    if left:
        return "campaign send run" if left.goes else f"campaign send resume --wave {left.name}"
    if waiting:
        return "campaign signatory review"
    if not situation.letters:
        return "write letters/NAME/letter.en.md, or campaign letter import FILE"
    if not situation.addressees:
        return "campaign addressee import"
    if not situation.directory and not situation.organisations:
        return "campaign signatory import"
    if not situation.writable:
        return f"write mail addresses into letters/{situation.name}/addressees.csv, then campaign addressee import"
    if situation.version is None:
        return "campaign letter check, then campaign letter freeze -m MESSAGE"
    if situation.stale:
        return "campaign letter diff, then campaign letter freeze -m MESSAGE with --correction or --substance"
    if any(wave.released for wave in waves):
        return "campaign send log"
    return "campaign send preview, campaign send test --to YOU, then campaign send go"


def _when(at: dt.datetime, settings: Settings, now: dt.datetime) -> str:
    return f"{moment(at, settings.campaign.zone)}, {distance(at - now)}"


def _timetable(found: Sequence[Standing], settings: Settings, now: dt.datetime) -> str:
    """What is late, and the next date."""
    late = [f"late: {NAMES[each.date.step]}" for each in found if each.progress is Progress.LATE]
    ahead = [each.date for each in found if each.progress is Progress.AHEAD and each.date.at > now]
    following = [f"next: {NAMES[each.step]}, {_when(each.at, settings, now)}" for each in ahead[:1]]
    return "; ".join([*late, *following]) or "all done"


def _goes(wave: Dispatch, settings: Settings, now: dt.datetime) -> str:
    at = not_before(wave, settings)
    return f"not before {_when(at, settings, now)}" if at and at > now else ""


def distance(left: dt.timedelta) -> str:
    """In days and hours, in the last hour in minutes: "in 3 days 4 hours", "2 hours ago", "in 12 minutes"."""
    minutes, past = abs(left) // dt.timedelta(minutes=1), left < dt.timedelta(0)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [_count(days, "day")] if days else []
    parts += [_count(hours, "hour")] if hours else []
    parts = parts or [_count(minutes, "minute")]
    return f"{' '.join(parts)} ago" if past else f"in {' '.join(parts)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _letter(situation: Situation) -> str:
    languages = ", ".join(sorted(situation.letters)) or "no text yet"
    if situation.version is None:
        return f"{situation.name} ({languages}), not frozen"
    state = "changed since" if situation.stale else "frozen as"
    return f"{situation.name} ({languages}), {state} version {situation.version.number} {situation.version.digest[:12]}"


def _signatories(situation: Situation) -> str:
    least = situation.settings.campaign.minimum_signatories
    wanted = f", at least {least} wanted" if least else ""
    others = len(situation.organisations) - len(situation.signatories)
    return f"{len(situation.signatories)} listed{wanted}" + (f", {others} not listed" if others else "")


def _signons(situation: Situation, store: Store, now: dt.datetime) -> Iterator[Row]:
    """Sign-ons by state, once somebody was asked or signed; what is owed; and when signing closes."""
    letter, settings = situation.name, situation.settings
    states = {kind: store.read(counts.of, letter, kind) for kind in Kind}
    asked = any(state not in _OF_A_TABLE for each in states.values() for state in each)
    if not (asked or states[Kind.PERSON] or settings.campaign.public_url):
        return
    for kind, name in ((Kind.ORGANISATION, "sign-ons"), (Kind.PERSON, "persons")):
        if said := ", ".join(f"{states[kind][each]} {each}" for each in ORDER if each in states[kind]):
            waits = "; campaign signatory review" if SignOnState.CONFIRMED in states[kind] else ""
            yield Row(name, said + waits)
    yield Row("signing closes", _when(settings.signing_closes_at, settings, now))


def _waiting(store: Store, letter: str) -> int:
    return sum(store.read(counts.of, letter, kind).get(SignOnState.CONFIRMED, 0) for kind in Kind)


def _addressees(situation: Situation) -> str:
    missing = len(situation.without_mail)
    return f"{len(situation.addressees)}" + (f", {missing} without a mail address" if missing else "")


def _wave(wave: Wave) -> str:
    counts = ", ".join(f"{number} {state}" for state, number in wave.counts.items()) or "empty"
    held = f"paused ({wave.dispatch.paused_why})" if wave.dispatch.paused_at else wave.goes
    return ", ".join(filter(None, (counts, held if wave.left or not wave.released else "")))


def _replies(kinds: dict[str, int]) -> tuple[Row, ...]:
    counts = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    return (Row("replies", f"{counts}; campaign reply due names whom to ring"),) if counts else ()


def _remarks(situation: Situation, waves: Sequence[Wave]) -> tuple[str, ...]:
    remarks: list[str] = []
    remarks += unimported(situation)
    if situation.stale:
        remarks.append("the text in the folder differs from the frozen version")
    if len(situation.signatories) < situation.settings.campaign.minimum_signatories:
        remarks.append("too few organisations sign: nothing can be sent yet")
    if situation.without_mail:
        remarks.append(f"without a mail address: {joined_names([person.name for person in situation.without_mail])}")
    remarks += [f"wave {wave.name} is paused: {wave.dispatch.paused_why}" for wave in waves if wave.dispatch.paused_at]
    uncertain = sum(wave.counts.get(State.UNCERTAIN, 0) for wave in waves)
    if uncertain:
        remarks.append(f"{uncertain} mails may or may not have arrived")
    return tuple(remarks)
