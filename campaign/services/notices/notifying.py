"""Pending notices to signers: a plan says which emails would be sent; carrying it out queues exactly those."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.adapters.store.signons import notices, request_limits
from campaign.adapters.store.team import act_entries
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import WAITING
from campaign.core.languages.in_english import count_of
from campaign.core.settings import Settings
from campaign.core.team.act_entry import NewActEntry
from campaign.core.team.security_event import MANY_FORMS
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.notices import queueing
from campaign.services.notices.queueing import MAILINGS, MakingResult, PendingNotice
from campaign.services.notices.writing import notice_writer
from campaign.services.waves.plan import PlannedWave, stored_wave

# Nobody counts more.
_MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """Emails to signers to send."""

    pending: tuple[PendingNotice, ...]
    """The pending notices, each with its composed email."""
    waiting: tuple[Delivery, ...]
    """Emails that were queued before and are not sent yet."""
    at: dt.datetime
    """When they were composed (aware UTC)."""
    over_budget: int = 0
    """How many emails to unconfirmed addresses, of all letters, are pending besides these: the budget keeps them."""

    @property
    def number(self) -> int:
        """The number of emails, which a person types to confirm."""
        return len(self.pending) + len(self.waiting)

    @property
    def would_send(self) -> tuple[object, ...]:
        """What must not change between plan and sending: the emails, and every byte of those not queued yet."""
        notices_to_queue = tuple((notice.notice.id, notice.planned) for notice in self.pending)
        return notices_to_queue, tuple(delivery.id for delivery in self.waiting)


def count_pending_notices(campaign: Campaign) -> int:
    """The number of pending notices to the letter's signers, at most 1,000."""
    store, letter = campaign.store, campaign.letter
    strangers = store.read(notices.pending_confirmations, letter, _MOST_COUNTED)
    return min(_MOST_COUNTED, len(store.read(notices.pending_after, letter, 0, _MOST_COUNTED)) + len(strangers))


def count_strangers(campaign: Campaign) -> int:
    """The number of emails to unconfirmed addresses that are pending, of all letters."""
    return campaign.store.read(request_limits.waiting)


def note_many_forms(campaign: Campaign) -> None:
    """Add to the record of acts that emails to strangers wait for the budget of a day."""
    campaign.store.write(act_entries.add, NewActEntry(campaign.now(), None, MANY_FORMS))


def over_budget(settings: Settings, number: int) -> str:
    """What the coordinator must know about emails that wait for the budget."""
    signing = settings.signing
    return (
        f"{count_of(number, 'email')} to unconfirmed addresses wait: at most {signing.confirmations_per_minute} a"
        f" minute and {signing.confirmations_per_day} a day are sent. If they are real, raise confirmations_per_day in"
        " [signing]"
    )


def waiting_notices(campaign: Campaign) -> tuple[str, ...]:
    """The mailings of notices with emails to send, the most urgent first."""
    return tuple(wave.mailing.wave for wave in _waves(campaign) if wave.number(*WAITING))


def plan_notices(campaign: Campaign) -> NoticePlan:
    """Plan the emails to signers. Stores nothing.

    Raises Refused if no version is frozen or no public page is set; ComposeError, naming the email that cannot be
    composed.
    """
    return _plan(campaign, campaign.now())


def make_notices(campaign: Campaign, plan: NoticePlan) -> MakingResult:
    """Queue the pending notices as deliveries of the waves in MAILINGS, and drop those that are no longer useful. The
    mailer sends them, as with `invite`.

    Raises Refused, and queues none, if the plan is stale.
    """
    if _plan(campaign, plan.at).would_send != plan.would_send:
        raise Refused("nothing was sent: the emails have changed since you saw them", fix="check them again")
    return queueing.queue_pending(campaign.store, notice_writer(campaign), campaign.letter, campaign.now())


def _plan(campaign: Campaign, at: dt.datetime) -> NoticePlan:
    pending = queueing.pending_notices(campaign.store, notice_writer(campaign), campaign.letter, at)
    queued = tuple(delivery for wave in _waves(campaign) for delivery in wave.deliveries(*WAITING))
    confirmations = sum(notice.is_confirmation for notice in pending)
    return NoticePlan(pending, queued, at, max(0, count_strangers(campaign) - confirmations))


def _waves(campaign: Campaign) -> Iterator[PlannedWave]:
    """The mailings of notices that exist, the most urgent first."""
    waves = (stored_wave(campaign.store, campaign.letter, name) for name in MAILINGS)
    return (wave for wave in waves if wave)
