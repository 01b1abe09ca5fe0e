"""Admitting people to the team, their roles, and their sessions."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.team import accounts, sign_ins, team_sessions
from campaign.core.signons.signer_address import InvalidAddress, read_address
from campaign.core.team.account import Account, NewAccount
from campaign.core.team.roles import Role
from campaign.core.team.session import TeamSession
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign

MOST_NAME = 200


@dataclass(frozen=True, slots=True)
class TeamPerson:
    """A person of the team, with the browsers in which he or she is signed in."""

    account: Account
    sessions: tuple[TeamSession, ...]


def read_team(campaign: Campaign) -> tuple[TeamPerson, ...]:
    """The people who may sign in, in the order in which they were admitted."""
    return campaign.store.read(_team, campaign.now())


def every_account(campaign: Campaign) -> dict[int, Account]:
    """All accounts by their number, also those that were ended."""
    return {account.id: account for account in campaign.store.read(accounts.every)}


def find_account(campaign: Campaign, account: int) -> Account:
    """An account that may sign in. Raises Refused if there is none."""
    return campaign.store.read(_open_account, account)


def account_of(campaign: Campaign, address: str) -> Account:
    """The account with an email address, however it is written. Raises UsageError if nobody of the team has it."""
    read = read_address(address)
    key = "" if isinstance(read, InvalidAddress) else read.key
    for account in every_account(campaign).values():
        if account.is_open and account.address_key == key:
            return account
    raise UsageError(f"nobody of the team has the address {address}", fix="campaign desk lists the team on its page")


def new_account(address: str, name: str, role: Role, organisation: str = "") -> NewAccount:
    """A new account, checked. Raises UsageError for a wrong address or name."""
    read = read_address(address)
    if isinstance(read, InvalidAddress):
        suggestion = f"; did you mean {read.suggestion}?" if read.suggestion else ""
        raise UsageError(f"{address.strip() or 'nothing'} is not an email address{suggestion}", fix="type it again")
    one_line = " ".join(name.split())
    if not one_line or len(one_line) > MOST_NAME or not one_line.isprintable():
        raise UsageError("the name is missing, or too long", fix="type the name as colleagues know it")
    return NewAccount(read.address, read.key, one_line, role, " ".join(organisation.split()))


def admit(campaign: Campaign, new: NewAccount) -> Account:
    """Admit a person. Somebody who was in the team before gets the same account again.

    Raises Refused if the person is in the team.
    """
    return campaign.store.write(_admit, new, campaign.now())


def change_role(campaign: Campaign, account: int, role: Role) -> Account:
    """Change a person's role, and sign the person out everywhere. Returns the account as it was before.

    Raises Refused for the last coordinator.
    """
    return campaign.store.write(_change_role, account, role)


def end_account(campaign: Campaign, account: int) -> Account:
    """Let a person no longer sign in, and sign the person out everywhere. Raises Refused for the last coordinator."""
    return campaign.store.write(_end_account, account, campaign.now())


def end_sessions(campaign: Campaign, account: int) -> int:
    """Sign a person out everywhere. Returns in how many browsers."""
    return campaign.store.write(team_sessions.end_all, account)


def end_session(campaign: Campaign, account: int, session: int) -> bool:
    """Sign a person out in one browser. False if that session had ended."""
    return campaign.store.write(team_sessions.end, account, session)


def _team(db: Database, now: dt.datetime) -> tuple[TeamPerson, ...]:
    sessions: dict[int, list[TeamSession]] = {}
    for session in team_sessions.every(db):
        if session.is_alive(now):
            sessions.setdefault(session.account, []).append(session)
    return tuple(
        TeamPerson(account, tuple(sessions.get(account.id, ()))) for account in accounts.every(db) if account.is_open
    )


def _open_account(db: Database, number: int) -> Account:
    account = accounts.one(db, number)
    if account is None or not account.is_open:
        raise Refused("nobody of the team has this account", fix="open the team's page again")
    return account


def _admit(db: Database, new: NewAccount, now: dt.datetime) -> Account:
    account = accounts.by_address(db, new.address_key)
    if account and account.is_open:
        raise Refused(f"{account.name} is in the team already, as {account.role}", fix="change the role instead")
    return accounts.put(db, new, now)


def _change_role(db: Database, number: int, role: Role) -> Account:
    account = _open_account(db, number)
    if role is not Role.COORDINATOR:
        _keep_a_coordinator(db, account)
    accounts.set_role(db, number, role)
    team_sessions.end_all(db, number)
    return account


def _end_account(db: Database, number: int, now: dt.datetime) -> Account:
    account = _open_account(db, number)
    _keep_a_coordinator(db, account)
    accounts.end(db, number, now)
    team_sessions.end_all(db, number)
    sign_ins.close_all_of(db, number, now)
    return account


def _keep_a_coordinator(db: Database, account: Account) -> None:
    db.wait_turn("coordinators")  # two coordinators must not end each other at once
    if account.role is Role.COORDINATOR and accounts.count_open(db, Role.COORDINATOR) == 1:
        raise Refused(
            f"{account.name} is the last coordinator, and a campaign needs one", fix="make somebody else one first"
        )
