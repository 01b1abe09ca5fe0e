"""What signatories hear about the letter itself: that it was sent, and what came of it. Each hears of it once.

A plan says who gets which email; carrying it out queues exactly those, with a line in the record for each.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.signons import notices, opt_outs, record
from campaign.core.delivery.reach import ReachState
from campaign.core.delivery.records import Mailing, MailingKind, PlannedDelivery
from campaign.core.signatories import SignOnState
from campaign.core.signons import Signer, SignOn, SignOnKind
from campaign.core.signons.board import ledger_name
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, record_line
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.notices.queueing import WAVE
from campaign.services.notices.signer_covering_notes import read_signer_notes
from campaign.services.notices.writing import NoticeWriter, Occasion, notice_writer
from campaign.services.waves.languages import language_among
from campaign.services.waves.letter_state import read_letter_state
from campaign.services.waves.reach import letter_reach


@dataclass(frozen=True, slots=True)
class AnnouncementRecipient:
    """A listed signatory."""

    signon: SignOn
    signer: Signer | None
    """None for nobody."""


@dataclass(frozen=True, slots=True)
class SkippedSignatory:
    """A signatory who gets no email, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """What all emails of one announcement have in common."""

    kind: NoticeKind
    """SENT or RESULT."""
    facts: Mapping[str, str]
    """For SENT: the day of the first wave and how many addressees it has reached."""
    notes: Mapping[str, str]
    """The campaign's own words by language, as they are in the folder; empty for none."""


@dataclass(frozen=True, slots=True)
class AnnouncementPlan:
    """Emails to signatories about the letter."""

    announcement: Announcement
    recipients: tuple[AnnouncementRecipient, ...]
    """The listed signatories who get it, organisations first."""
    skipped: tuple[SkippedSignatory, ...]
    """The listed signatories who do not: no address is known, they asked for no more emails, or had it before."""
    examples: tuple[PlannedDelivery, ...]
    """The first email of each language."""

    @property
    def number(self) -> int:
        """The number of emails, which a person types to confirm."""
        return len(self.recipients)


def plan_announcement(campaign: Campaign, kind: NoticeKind) -> AnnouncementPlan:
    """Plan to tell the signatories that the letter was sent (SENT), or what came of it (RESULT). Stores nothing.

    Raises Refused if the letter was not sent yet, or nobody is left to tell; LetterError for a covering note that is
    missing or wrong; UsageError for another kind.
    """
    if not kind.is_announcement:
        raise UsageError(f"{kind} is not an announcement", fix="use sent or result")
    announcement = _announcement(campaign, kind)
    recipients, skipped = campaign.store.read(_divide, campaign.letter, kind)
    if not recipients:
        raise Refused("no signatory is left to write to", fix="campaign signatory list")
    return AnnouncementPlan(announcement, recipients, skipped, tuple(_examples(campaign, announcement, recipients)))


def announce(campaign: Campaign, plan: AnnouncementPlan) -> int:
    """Queue the planned emails, and return their number. The mailer sends them, as with `make_notices`.

    Raises Refused and queues none if a signatory, a note or the reach of the letter has changed since the plan.
    """
    if _announcement(campaign, plan.announcement.kind) != plan.announcement:
        raise _stale()
    languages = tuple(read_letter_state(campaign.folder, campaign.store, campaign.letter).frozen)
    campaign.store.write(_announce, plan, languages, campaign.now())
    return plan.number


def _announcement(campaign: Campaign, kind: NoticeKind) -> Announcement:
    state = read_letter_state(campaign.folder, campaign.store, campaign.letter)
    if state.version is None:
        raise Refused("no version of the letter is frozen yet", fix="campaign letter freeze")
    is_result = kind is NoticeKind.RESULT
    notes = read_signer_notes(campaign.folder, campaign.letter, kind, tuple(state.frozen), is_needed=is_result)
    facts = {} if is_result else _reach_facts(campaign)
    return Announcement(kind, facts, {language: text.source for language, text in notes.items()})


def _reach_facts(campaign: Campaign) -> Mapping[str, str]:
    """How many addressees have had the letter, and since when. Raises Refused if nobody has."""
    reaches = letter_reach(campaign, campaign.letter).reaches
    number = sum(reach.state is ReachState.RECEIVED for reach in reaches)
    if not number:
        raise Refused("nothing to tell: no addressee has received the letter yet", fix="campaign send go")
    times = [wave.released_at for wave in campaign.store.read(_released, campaign.letter) if wave.released_at]
    day = min(times).astimezone(campaign.settings.campaign.zone).date()
    return {"reached": str(number), "day": day.isoformat()}


def _divide(
    db: Database, letter: str, kind: NoticeKind
) -> tuple[tuple[AnnouncementRecipient, ...], tuple[SkippedSignatory, ...]]:
    """The listed signatories who get the email, and those who do not."""
    recipients: list[AnnouncementRecipient] = []
    skipped: list[SkippedSignatory] = []
    sent = {wave.version for wave in _released(db, letter)}
    for view in _listed(db, letter):
        why = _why_skipped(db, view, kind, sent)
        if why:
            skipped.append(SkippedSignatory(view.signon.name, why))
        else:
            recipients.append(view)
    return tuple(recipients), tuple(skipped)


def _listed(db: Database, letter: str) -> Iterator[AnnouncementRecipient]:
    for signon_kind in SignOnKind:
        for signon in signons.in_state(db, letter, signon_kind, SignOnState.LISTED):
            yield AnnouncementRecipient(signon, signons.signer(db, signon.id))


def _why_skipped(db: Database, view: AnnouncementRecipient, kind: NoticeKind, sent: Collection[int]) -> str:
    """Why a signatory gets no email; "" for one who does. `sent` holds the ids of the versions that were sent."""
    if view.signer is None or not view.signer.address:
        return "has no email address"
    if opt_outs.since(db, view.signer.address):
        return opt_outs.REASON
    if kind is NoticeKind.SENT and view.signon.version not in sent:
        return "signed another text than the one that was sent"
    earlier = (entry.line for entry in record.of(db, view.signon.id) if entry.line.event is RecordEvent.INFORMED)
    return "had it before" if any(line.facts["about"] == kind for line in earlier) else ""


def _released(db: Database, letter: str) -> list[Mailing]:
    """The waves of the letter that were released."""
    return [wave for wave in deliveries.mailings(db, letter) if wave.kind is MailingKind.LETTER and wave.released_at]


def _examples(
    campaign: Campaign, announcement: Announcement, recipients: Sequence[AnnouncementRecipient]
) -> Iterator[PlannedDelivery]:
    writer, languages = notice_writer(campaign), set[str]()
    for view in recipients:
        delivery = _compose(campaign, writer, announcement, view)
        if delivery.language not in languages:
            languages.add(delivery.language)
            yield delivery


def _compose(
    campaign: Campaign, writer: NoticeWriter, announcement: Announcement, view: AnnouncementRecipient
) -> PlannedDelivery:
    assert view.signer is not None  # those without are skipped
    languages = tuple(announcement.notes) or (view.signon.language or "en",)
    facts = _facts_for(announcement, view, languages)
    occasion = Occasion(announcement.kind, view.signon, view.signer, facts)
    return writer.write(occasion, WAVE, f"{ledger_name(view.signon.id)}/{announcement.kind}", campaign.now())


def _facts_for(announcement: Announcement, view: AnnouncementRecipient, languages: Sequence[str]) -> Mapping[str, str]:
    """The facts of one signatory's email, with the note in his or her language."""
    language = language_among(view.signon.language, dict.fromkeys(languages))
    note = announcement.notes.get(language, "")
    return dict(announcement.facts) | ({"note": note} if note else {})


def _announce(db: Database, plan: AnnouncementPlan, languages: Sequence[str], at: dt.datetime) -> None:
    kind, letter = plan.announcement.kind, plan.recipients[0].signon.letter
    if _divide(db, letter, kind) != (plan.recipients, plan.skipped):
        raise _stale()
    for view in plan.recipients:
        signon = view.signon
        notices.add(db, letter, signon.id, kind, at, _facts_for(plan.announcement, view, languages))
        line = record_line(signon, RecordEvent.INFORMED, Actor.COORDINATOR, at, {"about": kind.value})
        record.add(db, line)


def _stale() -> Refused:
    return Refused("nothing was sent: signatories, note or letter have changed since you saw them", fix="check again")
