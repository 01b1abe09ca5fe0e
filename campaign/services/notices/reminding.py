"""Reminders: a plan says who gets one and with which emails; carrying it out does exactly that."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import board_rows
from campaign.core.delivery.records import MailingKind, PlannedDelivery
from campaign.core.signons.board import BoardRow, why_no_reminder
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.notices import queue_invitations
from campaign.services.notices.start_checks import need_may_go, need_none_waiting
from campaign.services.notices.writing import notice_writer


@dataclass(frozen=True, slots=True)
class DueReminders:
    """The organisations without an answer, divided into those to remind and those to skip."""

    at: dt.datetime
    """The time to which this applies (aware UTC)."""
    rows: tuple[BoardRow, ...]
    """Those to remind."""
    skipped: tuple[tuple[BoardRow, str], ...]
    """Those that get no reminder, with the reason."""


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """Reminders to send."""

    due: DueReminders
    wave: str
    """The name of their wave."""
    version: int
    """The id of the version that they ask to sign."""
    deliveries: tuple[PlannedDelivery, ...]
    """One email for each row to remind, in order."""

    @property
    def number(self) -> int:
        """The number of emails, which a person types to confirm."""
        return len(self.deliveries)

    @property
    def would_send(self) -> tuple[object, ...]:
        """What must not change between plan and sending: the recipients and every byte of the emails."""
        return self.wave, self.version, self.deliveries


def due_reminders(campaign: Campaign, at: dt.datetime | None = None) -> DueReminders:
    """Who gets a reminder now: organisations that have not answered, or whose promised day has passed, if enough days
    have passed since the last email. With `at` (aware), who got one at that time."""
    return _due(campaign, at or campaign.now())


def plan_reminders(campaign: Campaign, due: DueReminders) -> ReminderPlan:
    """Plan the reminders. Stores nothing.

    Raises Refused if earlier ones still wait, there is nobody to remind, no version is frozen or no public page is set;
    ComposeError, naming the email that cannot be composed.
    """
    need_none_waiting(campaign, MailingKind.REMINDER)
    if not due.rows:
        raise Refused("there is nobody to remind", fix="campaign signatory list")
    return _plan(campaign, due)


def remind(campaign: Campaign, plan: ReminderPlan, progress: Callable[[], object] = lambda: None) -> str:
    """Queue the planned reminders: line in the record and delivery, in one transaction each. The mailer sends them, as
    with `invite`.

    Returns the wave's name. `progress` is called after each. Skips anybody who answers meanwhile. Raises Refused and
    reminds nobody if nothing may be sent now, or if the plan is stale: other organisations or other emails would
    result.
    """
    need_may_go(campaign, MailingKind.REMINDER)
    current = _plan(campaign, _due(campaign, plan.due.at))
    if current.would_send != plan.would_send:
        raise Refused("nobody was reminded: the reminders have changed since you saw them", fix="check them again")
    rows, at = (
        current.due.rows,
        campaign.now(),
    )  # current rows: opening the page meanwhile does not change the email
    queue_invitations.queue_requests(
        campaign.store, notice_writer(campaign), MailingKind.REMINDER, rows, plan.wave, at, progress
    )
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
    mails = tuple(queue_invitations.reminder_message(writer, row, wave, due.at) for row in due.rows)
    return ReminderPlan(due, wave, writer.newest_version.id, mails)
