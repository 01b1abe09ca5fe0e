"""Inviting: whom a table of contacts asks to sign and with which mails is a plan, and exactly that is then done."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from campaign.adapters.store import people
from campaign.adapters.store.ledger import mailings
from campaign.adapters.store.signons import board
from campaign.core.delivery.records import Planned, Post
from campaign.core.signons import NewSignOn
from campaign.core.signons.contacts import Contact, read_contacts
from campaign.core.tables import Reading
from campaign.errors import ProblemsFound, Refused
from campaign.services.campaign import Campaign
from campaign.services.notices import asking
from campaign.services.notices.asking import LeftOut
from campaign.services.notices.starting import need_may_go, need_none_waiting
from campaign.services.notices.writing import writer_of


@dataclass(frozen=True, slots=True)
class Invitees:
    """Whom a table of contacts asks to sign."""

    path: str
    """The file, as people see it."""
    reading: Reading[Contact]
    """Its good rows, and each refused one as a problem."""
    new: tuple[NewSignOn, ...]
    """Those to be asked, as sign-ons that are not kept yet."""
    left_out: tuple[LeftOut, ...]
    """Those who have been asked, have answered, or asked not to be written to, with the reason."""


@dataclass(frozen=True, slots=True)
class InvitationPlan:
    """Invitations that would go."""

    invitees: Invitees
    wave: str
    """The wave that they would be."""
    version: int
    """The id of the version that they ask to sign."""
    mails: tuple[Planned, ...]
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
    return _invitees(campaign, read_contacts(data, path), path)


def plan_invitations(campaign: Campaign, invitees: Invitees) -> InvitationPlan:
    """The invitations that would go; nothing is kept.

    Raises Refused while earlier ones wait to go, where nobody is left to ask, while no version is frozen and no public
    page is set; ProblemsFound where every row was refused; ComposeError naming a mail that cannot be written.
    """
    need_none_waiting(campaign, Post.INVITATION)
    if not invitees.new:
        raise _nobody(invitees)
    return _plan(campaign, invitees, campaign.now())


def invite(campaign: Campaign, plan: InvitationPlan, progress: Callable[[], object] = lambda: None) -> str:
    """Ask each: sign-on, line in the record and waiting mail, in one transaction. Sending is another service's part: a
    program that must send them itself holds the mailer lock around both.

    Returns the wave's name. `progress` is called after each. Whoever answers while the others are being asked is left
    alone. Raises Refused, and asks nobody, where nothing may go now, or where the plan is stale: somebody else would be
    asked, or another mail would go.
    """
    need_may_go(campaign, Post.INVITATION)
    invitees = _invitees(campaign, plan.invitees.reading, plan.invitees.path)
    if _plan(campaign, invitees, plan.at).would_send != plan.would_send:
        raise Refused("nobody was asked: the invitations have changed since they were shown", hint="look at them again")
    at = campaign.now()
    asking.ask(campaign.store, writer_of(campaign), Post.INVITATION, invitees.new, plan.wave, at, progress)
    return plan.wave


def _invitees(campaign: Campaign, reading: Reading[Contact], path: str) -> Invitees:
    rows, directory = campaign.store.read(board.rows, campaign.letter), campaign.store.read(people.organisations)
    new, left_out = asking.sifted(campaign.store, campaign.letter, reading.records, rows, directory)
    return Invitees(path, reading, new, left_out)


def _plan(campaign: Campaign, invitees: Invitees, at: dt.datetime) -> InvitationPlan:
    writer = writer_of(campaign)
    wave = campaign.store.read(mailings.next_wave, campaign.letter, Post.INVITATION)
    mails = asking.shown(writer, invitees.new, wave, at)
    return InvitationPlan(invitees, wave, writer.newest.id, mails, at)


def _nobody(invitees: Invitees) -> Refused | ProblemsFound:
    path, refused = invitees.path, invitees.reading.refused
    if refused:
        return ProblemsFound(f"{path}: nobody can be invited; {len(refused)} rows were refused", problems=refused)
    return Refused(f"{path}: nobody is left to invite", hint="campaign signatory remind; campaign signatory list")
