"""The mails that are owed to signers: which would go is a plan, and exactly those are then made."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.signons import notices
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import WAITING
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.notices import queueing
from campaign.services.notices.queueing import WAVE, MakingResult, OwedNotice
from campaign.services.notices.writing import notice_writer
from campaign.services.waves.plan import stored_wave

# More are counted by nobody.
_MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """Mails to signers that would go."""

    owed: tuple[OwedNotice, ...]
    """Those that are owed, each with the finished mail."""
    waiting: tuple[Delivery, ...]
    """Those that were made before and have not gone."""
    at: dt.datetime
    """When they were written (aware UTC)."""

    @property
    def number(self) -> int:
        """How many mails go: what is typed back."""
        return len(self.owed) + len(self.waiting)

    @property
    def would_send(self) -> tuple[object, ...]:
        """What makes a plan stale when it changes: which mails go, and every byte of those that are not made yet."""
        notices_to_queue = tuple((owed.notice.id, owed.planned) for owed in self.owed)
        return notices_to_queue, tuple(delivery.id for delivery in self.waiting)


def count_owed_notices(campaign: Campaign) -> int:
    """How many mails are owed to the letter's signers, 1,000 at most."""
    return len(campaign.store.read(notices.pending_after, campaign.letter, 0, _MOST_COUNTED))


def plan_notices(campaign: Campaign) -> NoticePlan:
    """Which mails would go to signers; nothing is kept.

    Raises Refused while no version is frozen or no public page is set, ComposeError naming a mail that cannot be
    written.
    """
    return _plan(campaign, campaign.now())


def make_notices(campaign: Campaign, plan: NoticePlan) -> MakingResult:
    """Make the mails that are owed: they wait in the ledger then, in the wave WAVE. Sending is another service's part,
    as with `invite`. What is of no more use is dropped.

    Raises Refused, and makes none, where others would go than were shown.
    """
    if _plan(campaign, plan.at).would_send != plan.would_send:
        raise Refused("nothing was sent: the mails have changed since they were shown", fix="look at them again")
    return queueing.queue_owed(campaign.store, notice_writer(campaign), campaign.letter, campaign.now())


def _plan(campaign: Campaign, at: dt.datetime) -> NoticePlan:
    owed = queueing.owed_notices(campaign.store, notice_writer(campaign), campaign.letter, at)
    wave = stored_wave(campaign.store, campaign.letter, WAVE)
    return NoticePlan(owed, tuple(wave.deliveries(*WAITING)) if wave else (), at)
