"""What the desk's first page and its header show: numbers, dates, waves and replies. Fast in stores of any size."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from campaign.adapters.files.folder import Folder, read_letters
from campaign.adapters.store import desk_numbers, replies, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.desk_numbers import NewestReply
from campaign.adapters.store.ledger import deliveries, waves
from campaign.adapters.store.signons import counts, proposed_changes
from campaign.core.delivery.audience import WavePurpose
from campaign.core.delivery.records import Mailing, MailingKind
from campaign.core.delivery.rules import not_before
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.core.letters import digest_of, texts_of
from campaign.core.letters.version import Version
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind
from campaign.core.timetable import DateStatus, Step, TimetableFacts
from campaign.core.timetable.progress import date_statuses
from campaign.services.campaign import Campaign

_REPLIES = 3
_ON_THE_WAY = (*WAITING, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """What waits for somebody of the team; the header shows it beside the places."""

    signons: int = 0
    """Confirmed sign-ons that wait for a decision."""
    uncertain: int = 0
    """Deliveries that may or may not have arrived."""
    changes: int = 0
    """Changes of listed sign-ons that wait for a look."""


@dataclass(frozen=True, slots=True)
class WaveView:
    """A wave of the letter, and how many of its deliveries are in each state."""

    mailing: Mailing
    counts: Mapping[DeliveryState, int]
    planned_for: dt.datetime | None
    """Before which time it does not go; None for at once."""

    @property
    def total(self) -> int:
        """The number of its deliveries."""
        return sum(self.counts.values())

    @property
    def has_gone(self) -> bool:
        """Whether an email of it was accepted by a mail server."""
        return bool(self.counts.get(DeliveryState.SENT) or self.counts.get(DeliveryState.BOUNCED))

    @property
    def on_the_way(self) -> int:
        """The number of deliveries that wait, or are being sent."""
        return sum(self.counts.get(state, 0) for state in _ON_THE_WAY)


@dataclass(frozen=True, slots=True)
class TodayView:
    """Everything on the first page."""

    waiting: WaitingCounts
    version: Version | None
    """The newest frozen version."""
    is_stale: bool
    """Whether the text in the folder differs from it."""
    steps: tuple[DateStatus, ...]
    """The dates before the vote, in order."""
    organisations: Mapping[SignOnState, int]
    individuals: Mapping[SignOnState, int]
    listed_by_day: tuple[tuple[dt.date, int], ...]
    """How many organisations were listed on each day, oldest first."""
    goal: int
    """How many signatories are needed; 0 for no goal."""
    addressees: int
    missed: int
    """The addressees who have an email address and have not had the letter, once a wave has gone."""
    waves: tuple[WaveView, ...]
    reply_counts: Mapping[str, int]
    """Incoming emails by their kind."""
    replies: tuple[NewestReply, ...]
    """The newest replies of people."""
    stances: Mapping[str, int]
    """The positions of addressees: how many are for, against, undecided."""

    @property
    def listed(self) -> int:
        """The number of organisations that are listed."""
        return self.organisations.get(SignOnState.LISTED, 0)

    @property
    def sure(self) -> int:
        """The organisations that are listed, confirmed or promised."""
        sure = (SignOnState.LISTED, SignOnState.CONFIRMED, SignOnState.PROMISED)
        return sum(self.organisations.get(state, 0) for state in sure)

    @property
    def delivered(self) -> int:
        """The number of addressees who have had the letter: a first wave goes to each only once."""
        return sum(
            wave.counts.get(DeliveryState.SENT, 0) for wave in self.waves if wave.mailing.purpose is WavePurpose.FIRST
        )


def read_waiting(campaign: Campaign) -> WaitingCounts:
    """Read what waits for somebody, for the header of every page."""
    return campaign.store.read(_waiting, campaign.letter)


def read_today(campaign: Campaign) -> TodayView:
    """Read the first page."""
    settings, now, letter = campaign.settings, campaign.now(), campaign.letter
    shift = now.astimezone(settings.campaign.zone).utcoffset() or dt.timedelta()
    version = campaign.store.read(versions.latest, letter)
    is_stale = version is not None and _folder_digest(campaign) not in ("", version.digest)
    parts = campaign.store.read(_parts, letter, shift)
    views = tuple(WaveView(mailing, by_state, not_before(mailing, settings)) for mailing, by_state in parts.waves)
    facts = TimetableFacts(
        frozen=version is not None,
        stale=is_stale,
        confirmed=parts.waiting.signons,
        released=frozenset(view.mailing.purpose.step for view in views if view.mailing.released_at),
        finished=_finished(views, all_answered=parts.all_answered),
    )
    return TodayView(
        waiting=parts.waiting,
        version=version,
        is_stale=is_stale,
        steps=date_statuses(settings.timetable, facts, now),
        organisations=parts.organisations,
        individuals=parts.individuals,
        listed_by_day=parts.listed_by_day,
        goal=settings.campaign.minimum_signatories if settings.campaign.minimum_signatories > 1 else 0,
        addressees=parts.addressees,
        missed=parts.missed,
        waves=views,
        reply_counts=parts.reply_counts,
        replies=parts.replies,
        stances=parts.stances,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What one look at the store gives."""

    waiting: WaitingCounts
    organisations: Mapping[SignOnState, int]
    individuals: Mapping[SignOnState, int]
    listed_by_day: tuple[tuple[dt.date, int], ...]
    addressees: int
    missed: int
    waves: tuple[tuple[Mailing, Mapping[DeliveryState, int]], ...]
    all_answered: bool
    reply_counts: Mapping[str, int]
    replies: tuple[NewestReply, ...]
    stances: Mapping[str, int]


def _parts(db: Database, letter: str, shift: dt.timedelta) -> _Parts:
    letter_waves = [mailing for mailing in deliveries.mailings(db, letter) if mailing.kind is MailingKind.LETTER]
    return _Parts(
        waiting=_waiting(db, letter),
        organisations=counts.of_board(db, letter, SignOnKind.ORGANISATION),
        individuals=counts.of_board(db, letter, SignOnKind.PERSON),
        listed_by_day=desk_numbers.listed_by_day(db, letter, shift),
        addressees=desk_numbers.count_addressees(db, letter),
        missed=desk_numbers.count_missed(db, letter),
        waves=tuple((mailing, deliveries.counts(db, mailing.id)) for mailing in letter_waves),
        all_answered=bool(letter_waves) and waves.all_answered(db, letter),
        reply_counts=replies.count_by_kind(db, letter),
        replies=desk_numbers.newest_replies(db, letter, _REPLIES),
        stances=Counter(position.stance for position in replies.positions(db, letter).values()),
    )


def _waiting(db: Database, letter: str) -> WaitingCounts:
    confirmed = sum(counts.of(db, letter, kind).get(SignOnState.CONFIRMED, 0) for kind in SignOnKind)
    return WaitingCounts(confirmed, desk_numbers.count_uncertain(db, letter), proposed_changes.count(db, letter))


def _finished(views: tuple[WaveView, ...], *, all_answered: bool) -> frozenset[Step]:
    """The steps for which emails were sent and none is left to send, and the follow-ups that nobody needs."""
    released = [view for view in views if view.mailing.released_at]
    busy = {view.mailing.purpose.step for view in released if view.on_the_way}
    gone = {view.mailing.purpose.step for view in released if view.has_gone}
    return frozenset(gone - busy | ({Step.FOLLOW_UP, Step.LAST_CALL} if all_answered else set()))


def _folder_digest(campaign: Campaign) -> str:
    """The digest of the text in the folder; "" for none. The files are read again only when one has changed."""
    folder = campaign.folder
    paths = sorted(path for path in folder.letter(campaign.letter).rglob("*") if path.is_file())
    stamps = tuple((str(path), *_stamp(path)) for path in paths)
    return _digest_of_folder(folder, campaign.letter, stamps) if stamps else ""


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _digest_of_folder(folder: Folder, letter: str, stamps: tuple[object, ...]) -> str:
    return digest_of(texts_of(read_letters(folder, letter)[0]))
