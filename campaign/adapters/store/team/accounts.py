"""Accounts. They are ended, never deleted, so that the record can name who did what."""

import datetime as dt

from campaign.adapters.store.columns import Columns
from campaign.adapters.store.database import Database
from campaign.adapters.store.times import to_text
from campaign.core.team.account import Account, NewAccount
from campaign.core.team.roles import Role

_ACCOUNT = Columns(Account)
_NEW = Columns(NewAccount)
_SELECT = f"SELECT {_ACCOUNT.select()} FROM account"
# Somebody who comes back gets the same account.
_ADD = f"""
    INSERT INTO account (address, address_key, name, role, organisation, created_at)
    VALUES (:address, :address_key, :name, :role, :organisation, :at)
    ON CONFLICT (address_key) DO UPDATE SET address = excluded.address, name = excluded.name, role = excluded.role,
        organisation = excluded.organisation, ended_at = NULL
    RETURNING {_ACCOUNT.select()}"""
_SET_ROLE = "UPDATE account SET role = :role WHERE id = :id"
_END = "UPDATE account SET ended_at = :at WHERE id = :id AND ended_at IS NULL"
_COUNT = "SELECT count(*) FROM account WHERE role = :role AND ended_at IS NULL"


def put(db: Database, new: NewAccount, at: dt.datetime) -> Account:
    """Add an account, or open the one of this address again, with the new name and role."""
    return _ACCOUNT.read(db.execute(_ADD, _NEW.values(new) | {"at": to_text(at)}).fetchone())


def one(db: Database, account: int) -> Account | None:
    """Return an account by its id."""
    row = db.execute(f"{_SELECT} WHERE id = :id", {"id": account}).fetchone()
    return _ACCOUNT.read(row) if row else None


def by_address(db: Database, address_key: str) -> Account | None:
    """Return the account with an address."""
    row = db.execute(f"{_SELECT} WHERE address_key = :key", {"key": address_key}).fetchone()
    return _ACCOUNT.read(row) if row else None


def every(db: Database) -> tuple[Account, ...]:
    """Return all accounts, also those that were ended, in the order in which they were admitted."""
    return tuple(_ACCOUNT.read(row) for row in db.execute(f"{_SELECT} ORDER BY id").fetchall())


def count_open(db: Database, role: Role) -> int:
    """Return how many people with a role may sign in."""
    return int(db.execute(_COUNT, {"role": role.value}).fetchone()[0])


def set_role(db: Database, account: int, role: Role) -> None:
    """Change the role of an account."""
    db.execute(_SET_ROLE, {"id": account, "role": role.value})


def end(db: Database, account: int, at: dt.datetime) -> None:
    """End an account."""
    db.execute(_END, {"id": account, "at": to_text(at)})
