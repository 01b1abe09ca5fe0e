"""Reminding those who have not answered: whom and with which mails is a plan, and exactly that is then done."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import board_rows
from campaign.core.delivery.records import MailingKind, PlannedDelivery
from campaign.core.signons.board import BoardRow, why_no_reminder
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.notices import asking
from campaign.services.notices.starting import need_may_go, need_none_waiting
from campaign.services.notices.writing import notice_writer


@dataclass(frozen=True, slots=True)
class DueReminders:
    """Who has not answered."""

    at: dt.datetime
    """At what moment (aware UTC)."""
    rows: tuple[BoardRow, ...]
    """Those to be reminded."""
    skipped: tuple[tuple[BoardRow, str], ...]
    """Those who have not answered and get no reminder, with the reason."""


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """Reminders that would go."""

    due: DueReminders
    wave: str
    """The wave that they would be."""
    version: int
    """The id of the version that they ask to sign."""
    mails: tuple[PlannedDelivery, ...]
    """One for each row that is due, in their order."""

    @property
    def number(self) -> int:
        """How many mails go: what is typed back."""
        return len(self.mails)

    @property
    def would_send(self) -> tuple[object, ...]:
        """What makes a plan stale when it changes: whom it goes to, and every byte of it."""
        return self.wave, self.version, self.mails


def due_reminders(campaign: Campaign) -> DueReminders:
    """Who is to be reminded now: the silent, and those whose promised day has passed, when enough days lie behind the
    last mail."""
    return _due(campaign, campaign.now())


def plan_reminders(campaign: Campaign, due: DueReminders) -> ReminderPlan:
    """The reminders that would go; nothing is kept.

    Raises Refused while earlier ones wait to go, where there is nobody to remind, while no version is frozen and no
    public page is set; ComposeError naming a mail that cannot be written.
    """
    need_none_waiting(campaign, MailingKind.REMINDER)
    if not due.rows:
        raise Refused("there is nobody to remind", fix="campaign signatory list")
    return _plan(campaign, due)


def remind(campaign: Campaign, plan: ReminderPlan, progress: Callable[[], object] = lambda: None) -> str:
    """Remind each: line in the record and waiting mail, in one transaction. Sending is another service's part, as with
    `invite`.

    Returns the wave's name. `progress` is called after each. Whoever answers while the others are being reminded is
    left alone. Raises Refused, and reminds nobody, where nothing may go now, or where the plan is stale: somebody else
    would be reminded, or another mail would go.
    """
    need_may_go(campaign, MailingKind.REMINDER)
    current = _plan(campaign, _due(campaign, plan.due.at))
    if current.would_send != plan.would_send:
        raise Refused("nobody was reminded: the reminders have changed since they were shown", fix="look at them again")
    rows, at = (
        current.due.rows,
        campaign.now(),
    )  # somebody may have opened the page meanwhile: no other mail goes for that
    asking.queue_requests(campaign.store, notice_writer(campaign), MailingKind.REMINDER, rows, plan.wave, at, progress)
    return plan.wave


def _due(campaign: Campaign, at: dt.datetime) -> DueReminders:
    zone, days = campaign.settings.campaign.zone, campaign.settings.inviting.remind_after_days
    rows = campaign.store.read(board_rows.rows, campaign.letter)
    reasons = [(row, why_no_reminder(row, at, zone, days)) for row in rows]
    skipped = tuple((row, why) for row, why in reasons if why)
    return DueReminders(at, tuple(row for row, why in reasons if why is None), skipped)


def _plan(campaign: Campaign, due: DueReminders) -> ReminderPlan:
    writer = notice_writer(campaign)
    wave = campaign.store.read(signer_mailings.next_wave, campaign.letter, MailingKind.REMINDER)
    mails = tuple(asking.reminder_message(writer, row, wave, due.at) for row in due.rows)
    return ReminderPlan(due, wave, writer.newest_version.id, mails)
