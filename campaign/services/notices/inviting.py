"""Invitations: a plan says whom a table of contacts invites and with which emails; carrying it out does exactly
that."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from campaign.adapters.store import people
from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import board_rows
from campaign.core.delivery.records import MailingKind, PlannedDelivery
from campaign.core.languages.in_english import count_of
from campaign.core.signons import NewSignOn
from campaign.core.signons.contacts import OrganisationContact, read_contacts
from campaign.core.tables import TableReading
from campaign.errors import ProblemsFound, Refused
from campaign.services.campaign import Campaign
from campaign.services.notices import queue_invitations
from campaign.services.notices.queue_invitations import SkippedContact
from campaign.services.notices.start_checks import need_may_go, need_none_waiting
from campaign.services.notices.writing import notice_writer
from campaign.services.people.importing import table_as_csv


@dataclass(frozen=True, slots=True)
class Invitees:
    """The contacts of a table, divided into those to invite and those to skip."""

    path: str
    """The name of the file, for messages."""
    reading: TableReading[OrganisationContact]
    """The good rows, and a problem for each refused one."""
    new: tuple[NewSignOn, ...]
    """Those to invite, as sign-ons that are not stored yet."""
    skipped: tuple[SkippedContact, ...]
    """Those who were invited before, have answered, or asked for no more emails, with the reason."""


@dataclass(frozen=True, slots=True)
class InvitationPlan:
    """Invitations to send."""

    invitees: Invitees
    wave: str
    """The name of their wave."""
    version: int
    """The id of the version that they ask to sign."""
    deliveries: tuple[PlannedDelivery, ...]
    """One email for each new contact, in order. Its personal link is made when it is queued."""
    at: dt.datetime
    """When they were composed (aware UTC)."""

    @property
    def number(self) -> int:
        """The number of emails, which a person types to confirm."""
        return len(self.deliveries)

    @property
    def would_send(self) -> tuple[object, ...]:
        """What must not change between plan and sending: the contacts and every byte of the emails."""
        return self.wave, self.version, self.invitees.new, self.deliveries


def read_invitees(campaign: Campaign, data: bytes, path: str) -> Invitees:
    """Read a table of contacts. `data` is the file's content, `path` its name for messages. A bad row is a problem.

    Raises FolderError for a spreadsheet that cannot be read.
    """
    return _select_invitees(campaign, read_contacts(table_as_csv(data, path), path), path)


def plan_invitations(campaign: Campaign, invitees: Invitees, at: dt.datetime | None = None) -> InvitationPlan:
    """Plan the invitations. Stores nothing. With `at` (aware), the emails are those of that time, which a page showed.

    Raises Refused if earlier ones still wait, nobody is left to invite, no version is frozen or no public page is set;
    ProblemsFound if every row was refused; ComposeError, naming the email that cannot be composed.
    """
    need_none_waiting(campaign, MailingKind.INVITATION)
    if not invitees.new:
        raise _nobody_to_invite(invitees)
    return _plan(campaign, invitees, at or campaign.now())


def invite(campaign: Campaign, plan: InvitationPlan, progress: Callable[[], object] = lambda: None) -> str:
    """Queue the planned invitations: sign-on, line in the record and delivery, in one transaction each.

    Returns the wave's name. `progress` is called after each. Skips anybody who answers meanwhile. The mailer sends
    them; a program that sends them itself holds the mailer lock around both steps. Raises Refused and invites nobody if
    nothing may be sent now, or if the plan is stale: other contacts or other emails would result.
    """
    need_may_go(campaign, MailingKind.INVITATION)
    invitees = _select_invitees(campaign, plan.invitees.reading, plan.invitees.path)
    if _plan(campaign, invitees, plan.at).would_send != plan.would_send:
        raise Refused("nobody was invited: the invitations have changed since you saw them", fix="check them again")
    at = campaign.now()
    queue_invitations.queue_requests(
        campaign.store, notice_writer(campaign), MailingKind.INVITATION, invitees.new, plan.wave, at, progress
    )
    return plan.wave


def _select_invitees(campaign: Campaign, reading: TableReading[OrganisationContact], path: str) -> Invitees:
    rows, directory = campaign.store.read(board_rows.rows, campaign.letter), campaign.store.read(people.organisations)
    new, skipped = queue_invitations.select_contacts(campaign.store, campaign.letter, reading.records, rows, directory)
    return Invitees(path, reading, new, skipped)


def _plan(campaign: Campaign, invitees: Invitees, at: dt.datetime) -> InvitationPlan:
    writer = notice_writer(campaign)
    wave = campaign.store.read(signer_mailings.next_wave, campaign.letter, MailingKind.INVITATION)
    mails = queue_invitations.preview_invitations(writer, invitees.new, wave, at)
    return InvitationPlan(invitees, wave, writer.newest_version.id, mails, at)


def _nobody_to_invite(invitees: Invitees) -> Refused | ProblemsFound:
    path, refused = invitees.path, invitees.reading.refused
    if refused:
        return ProblemsFound(
            f"{path}: nobody can be invited; {count_of(len(refused), 'row')} refused", problems=refused
        )
    return Refused(
        f"{path}: nobody is left to invite", fix="see campaign signatory list; to remind, campaign signatory remind"
    )
