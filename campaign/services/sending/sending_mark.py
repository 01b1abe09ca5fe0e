"""Notices a database that is older than what was sent, because it was restored from a copy. Nothing is sent from it
until a person has said what happened to the emails.

Every mailer holds the mark. The number in the database grows in the transaction that marks a delivery as `sending`, and
the one outside follows before the body goes. So the one outside is never ahead of a database that is up to date.
"""

from dataclasses import dataclass
from uuid import uuid4

from campaign.adapters.files.sending_mark import read_mark, write_mark
from campaign.adapters.store import Store
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import sending_mark
from campaign.adapters.store.ledger.sending_mark import OpenWave, StoredMark
from campaign.core.languages.in_english import count_of
from campaign.errors import Refused
from campaign.services.campaign import Campaign

_RESTORED = "campaign send settle --restored"
_NEWEST = "campaign send settle --newest"


@dataclass(frozen=True, slots=True)
class SendingMark:
    """The mark of one database."""

    store: Store

    def check(self) -> None:
        """Raises Refused when the database is older than what was sent, or nobody knows whether it is; FolderError when
        the mark outside cannot be read or written."""
        doubt = self.doubt()
        if doubt:
            raise doubt
        mark = self.store.read(sending_mark.stored)
        assert mark is not None  # every database that has never sent gets one when it is opened
        self._write(mark, to_disk=True)

    def doubt(self) -> Refused | None:
        """The reason why nothing may be sent from this database now; None when it is up to date."""
        mark = self.store.read(sending_mark.stored)
        if mark is None:
            return _unknown("it sent emails before the program kept a mark of that")
        if self.store.engine.shared:
            is_same = mark.place == self.store.read(sending_mark.identity)
            return None if is_same else _unknown("it is on another server or timeline, or its tables were recreated")
        outside = read_mark(mark.place)
        if outside is None:
            return _unknown("it has sent emails before, and not from here") if mark.number else None
        return _restored(outside - mark.number) if outside > mark.number else None

    def follow(self) -> None:
        """Let the mark outside follow, before a body goes."""
        mark = None if self.store.engine.shared else self.store.read(sending_mark.stored)
        if mark:
            self._write(mark)

    def highest(self, mark: StoredMark | None) -> StoredMark:
        """The mark of a database about which a person has decided."""
        if self.store.engine.shared:
            return StoredMark(self.store.read(sending_mark.identity), 0)
        if mark is None:
            return StoredMark(uuid4().hex, 1)
        return StoredMark(mark.place, 1 + max(mark.number, read_mark(mark.place) or 0))

    def accept(self, mark: StoredMark) -> None:
        """Write the mark outside after a person has decided."""
        self._write(mark, to_disk=True)

    def _write(self, mark: StoredMark, *, to_disk: bool = False) -> None:
        if not self.store.engine.shared:
            write_mark(mark.place, mark.number, to_disk=to_disk)


def hand_over(source: Store, target: Store) -> None:
    """After a move to another database: only that one may send. The old one is then older than what was sent."""
    old, new = SendingMark(source), SendingMark(target)
    target.write(sending_mark.put, new.highest(None))
    old.accept(old.highest(source.read(sending_mark.stored)))


def database_doubt(campaign: Campaign) -> str:
    """Why nothing may be sent from the campaign's database until a person has decided; "" when it may."""
    doubt = SendingMark(campaign.store).doubt()
    return doubt.message if doubt else ""


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """What a person's word about a database would change."""

    doubt: str
    """Why nothing is sent from it now."""
    waves: tuple[OpenWave, ...]
    """The mailings whose emails become uncertain; empty when the database is the newest."""
    mark: StoredMark | None
    """The mark at the time of planning."""
    is_restored: bool
    """Whether it was restored from a copy, so that what waits may have been sent already."""

    @property
    def number(self) -> int:
        """How many emails become uncertain."""
        return sum(wave.number for wave in self.waves)


def plan_restore(campaign: Campaign, *, restored: bool) -> RestorePlan:
    """What settling a database would change: one that was restored from a copy (`restored`), or one that is the newest
    although its mark is missing.

    Raises Refused when nothing is wrong with the database, and when it is called the newest but is older than what was
    sent.
    """
    store = campaign.store
    doubt = SendingMark(store).doubt()
    mark = store.read(sending_mark.stored)
    if doubt is None:
        raise Refused("the database knows everything that was sent; there is nothing to settle", fix="campaign status")
    if not restored and doubt.fix == _RESTORED:
        raise doubt
    return RestorePlan(doubt.message, store.read(sending_mark.open_waves) if restored else (), mark, restored)


def settle_restore(campaign: Campaign, plan: RestorePlan) -> int:
    """Carry the plan out. Returns how many emails became uncertain. Raises Refused when the database has changed."""
    sending_mark = SendingMark(campaign.store)
    mark = sending_mark.highest(plan.mark)
    number = campaign.store.write(_settle_as_planned, plan, mark, campaign)
    sending_mark.accept(mark)
    return number


def _settle_as_planned(db: Database, plan: RestorePlan, mark: StoredMark, campaign: Campaign) -> int:
    if sending_mark.stored(db) != plan.mark or (plan.is_restored and sending_mark.open_waves(db) != plan.waves):
        raise Refused("the database has just changed", fix=_RESTORED if plan.is_restored else _NEWEST)
    sending_mark.put(db, mark)
    return sending_mark.doubt_all(db, campaign.now()) if plan.is_restored else 0


def _restored(number: int) -> Refused:
    what = f"the database is older than what was sent: it does not know of {count_of(number, 'email')}"
    return Refused(f"nothing is sent: {what}. It was restored from a copy", fix=_RESTORED)


def _unknown(why: str) -> Refused:
    what = f"nothing is sent: it is not clear whether this database is the newest: {why}"
    return Refused(what, fix=f"{_NEWEST} if it is; {_RESTORED} if it was restored from a copy")
