"""Tells the coordinators of security events: in the record at once, and by an email for all within ten minutes."""

from campaign.adapters.store.database import Database
from campaign.adapters.store.team import accounts, act_entries, security_email
from campaign.core.compose.team_mail import SecurityLine, security_mail
from campaign.core.team.account import Account
from campaign.core.team.act_entry import ActEntry
from campaign.core.team.roles import Role
from campaign.core.team.security_event import RIGHTS, WORDS, is_bundle_due
from campaign.services.acts.act_record import ActView, view_acts
from campaign.services.acts.registry import ACTS
from campaign.services.campaign import Campaign
from campaign.services.team.team_mailing import send_team_mail

_MOST = 200  # in one email
_NAMES = frozenset({name for name, act in ACTS.items() if act.right in RIGHTS}) | frozenset(WORDS)


def mail_security_events(campaign: Campaign) -> int:
    """Email what happened since the last such email to all coordinators, if it is due. Returns how many events it was.

    It is the first such email that fixes the beginning: what happened before is in the record alone.
    """
    events = campaign.store.write(_new_events)
    if not is_bundle_due(events, campaign.now()):
        return 0
    people = [person for person in campaign.store.read(accounts.every) if _is_coordinator(person)]
    lines = [_line(view) for view in view_acts(campaign, events[:_MOST])]
    campaign.store.write(security_email.note, events[-1].id)  # first: nobody gets it twice
    if campaign.settings.smtp is not None:
        for person in people:
            mail = security_mail(person.address, person.name, campaign.settings.campaign.name, lines)
            send_team_mail(campaign, mail)
    return len(events)


def _new_events(db: Database) -> tuple[ActEntry, ...]:
    """The security events that nobody was told of, oldest first."""
    last = security_email.last_act(db)
    if last is None:
        security_email.note(db, security_email.newest_act(db))
        return ()
    entries = act_entries.after(db, last, limit=1000)
    events = tuple(entry for entry in entries if entry.act in _NAMES)
    if entries and not events:
        security_email.note(db, entries[-1].id)
    return events


def _is_coordinator(person: Account) -> bool:
    return person.is_open and person.role is Role.COORDINATOR


def _line(view: ActView) -> SecurityLine:
    details = ", ".join(filter(None, (view.subject, view.entry.note)))
    return SecurityLine(view.entry.at, view.who, view.words, details)
