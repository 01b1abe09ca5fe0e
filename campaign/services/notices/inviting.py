"""Inviting: whom a table of contacts asks to sign and with which mails is a plan, and exactly that is then done."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from campaign.adapters.store import people
from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import board_rows
from campaign.core.delivery.records import MailingKind, PlannedDelivery
from campaign.core.signons import NewSignOn
from campaign.core.signons.contacts import OrganisationContact, read_contacts
from campaign.core.tables import TableReading
from campaign.errors import ProblemsFound, Refused
from campaign.services.campaign import Campaign
from campaign.services.notices import asking
from campaign.services.notices.asking import SkippedContact
from campaign.services.notices.starting import need_may_go, need_none_waiting
from campaign.services.notices.writing import notice_writer


@dataclass(frozen=True, slots=True)
class Invitees:
    """Whom a table of contacts asks to sign."""

    path: str
    """The file, as people see it."""
    reading: TableReading[OrganisationContact]
    """Its good rows, and each refused one as a problem."""
    new: tuple[NewSignOn, ...]
    """Those to be asked, as sign-ons that are not kept yet."""
    skipped: tuple[SkippedContact, ...]
    """Those who have been asked, have answered, or asked not to be written to, with the reason."""


@dataclass(frozen=True, slots=True)
class InvitationPlan:
    """Invitations that would go."""

    invitees: Invitees
    wave: str
    """The wave that they would be."""
    version: int
    """The id of the version that they ask to sign."""
    mails: tuple[PlannedDelivery, ...]
    """One for each of the new, in their order, as it would read; its personal link comes to be when it is sent."""
    at: dt.datetime
    """When they were written (aware UTC)."""

    @property
    def number(self) -> int:
        """How many mails go: what is typed back."""
        return len(self.mails)

    @property
    def would_send(self) -> tuple[object, ...]:
        """What makes a plan stale when it changes: who is asked, and every byte of the mails."""
        return self.wave, self.version, self.invitees.new, self.mails


def read_invitees(campaign: Campaign, data: bytes, path: str) -> Invitees:
    """Whom a table asks. `data` is the file's bytes, `path` its name for people. Never raises for what is in it."""
    return _select_invitees(campaign, read_contacts(data, path), path)


def plan_invitations(campaign: Campaign, invitees: Invitees) -> InvitationPlan:
    """The invitations that would go; nothing is kept.

    Raises Refused while earlier ones wait to go, where nobody is left to ask, while no version is frozen and no public
    page is set; ProblemsFound where every row was refused; ComposeError naming a mail that cannot be written.
    """
    need_none_waiting(campaign, MailingKind.INVITATION)
    if not invitees.new:
        raise _nobody_to_invite(invitees)
    return _plan(campaign, invitees, campaign.now())


def invite(campaign: Campaign, plan: InvitationPlan, progress: Callable[[], object] = lambda: None) -> str:
    """Ask each: sign-on, line in the record and waiting mail, in one transaction. Sending is another service's part: a
    program that must send them itself holds the mailer lock around both.

    Returns the wave's name. `progress` is called after each. Whoever answers while the others are being asked is left
    alone. Raises Refused, and asks nobody, where nothing may go now, or where the plan is stale: somebody else would be
    asked, or another mail would go.
    """
    need_may_go(campaign, MailingKind.INVITATION)
    invitees = _select_invitees(campaign, plan.invitees.reading, plan.invitees.path)
    if _plan(campaign, invitees, plan.at).would_send != plan.would_send:
        raise Refused("nobody was asked: the invitations have changed since they were shown", fix="look at them again")
    at = campaign.now()
    asking.queue_requests(
        campaign.store, notice_writer(campaign), MailingKind.INVITATION, invitees.new, plan.wave, at, progress
    )
    return plan.wave


def _select_invitees(campaign: Campaign, reading: TableReading[OrganisationContact], path: str) -> Invitees:
    rows, directory = campaign.store.read(board_rows.rows, campaign.letter), campaign.store.read(people.organisations)
    new, skipped = asking.select_contacts(campaign.store, campaign.letter, reading.records, rows, directory)
    return Invitees(path, reading, new, skipped)


def _plan(campaign: Campaign, invitees: Invitees, at: dt.datetime) -> InvitationPlan:
    writer = notice_writer(campaign)
    wave = campaign.store.read(signer_mailings.next_wave, campaign.letter, MailingKind.INVITATION)
    mails = asking.preview_invitations(writer, invitees.new, wave, at)
    return InvitationPlan(invitees, wave, writer.newest_version.id, mails, at)


def _nobody_to_invite(invitees: Invitees) -> Refused | ProblemsFound:
    path, refused = invitees.path, invitees.reading.refused
    if refused:
        return ProblemsFound(f"{path}: nobody can be invited; {len(refused)} rows were refused", problems=refused)
    return Refused(f"{path}: nobody is left to invite", fix="campaign signatory remind; campaign signatory list")
