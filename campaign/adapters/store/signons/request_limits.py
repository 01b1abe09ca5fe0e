"""What strangers may cause: limits of networks and mailboxes, and the budget for emails to unconfirmed addresses. They
are in the database, so that a restart forgets nothing. Only keyed digests are stored, and for a day at most."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons.digests import keyed_digest
from campaign.adapters.store.times import to_number
from campaign.core.signons.mailbox import mailbox_of
from campaign.core.signons.request_limits import MAILBOX, Allowance, ConfirmationBudget, network_allowances

_MICROSECONDS = 1_000_000
_MINUTE, _DAY = 60 * _MICROSECONDS, 86_400 * _MICROSECONDS
_FULL_AT = "SELECT full_at FROM limit_use WHERE key = :key"
_USE = """
    INSERT INTO limit_use (key, full_at) VALUES (:key, :full_at)
    ON CONFLICT (key) DO UPDATE SET full_at = excluded.full_at"""
_FORGET_FULL = "DELETE FROM limit_use WHERE full_at <= :at"
_FORGET_ALL = "DELETE FROM limit_use"
_QUEUED = "INSERT INTO confirmation_mail (at) VALUES (:at)"
_QUEUED_SINCE = "SELECT count(*) FROM confirmation_mail WHERE at > :since"
_FORGET_QUEUED = "DELETE FROM confirmation_mail WHERE at <= :since"
_WAITING = """
    SELECT count(*) FROM (
        SELECT 1 FROM notice AS n JOIN submission AS s ON s.id = n.submission WHERE s.by_stranger = 1 LIMIT :most
    ) AS waiting"""


@dataclass(frozen=True, slots=True)
class RequestShare:
    """What a form used of its network's allowance."""

    is_within: bool
    """Whether the network may send this form."""
    rank: int
    """How many forms its largest network sent just before."""


def count_request(db: Database, client: str, at: dt.datetime) -> RequestShare:
    """Count a form of a client's address for all networks that the address lies in, or for none if one of them is over
    its limit."""
    time, uses, rank = to_number(at), dict[bytes, int](), 0
    db.execute(_FORGET_FULL, {"at": time})
    for network, allowance in network_allowances(client):
        key = keyed_digest(db, f"network\0{network}", may_create=True)
        full_at, rank = _next_full_at(db, key, allowance, time)
        if full_at is None:
            return RequestShare(is_within=False, rank=rank)
        uses[key] = full_at
    for key, full_at in uses.items():
        db.execute(_USE, {"key": key, "full_at": full_at})
    return RequestShare(is_within=True, rank=rank)


def count_mailbox(db: Database, address_key: str, at: dt.datetime) -> bool:
    """Count a form for a mailbox. False, and counts nothing, if it has had too many."""
    key = keyed_digest(db, f"limit\0{mailbox_of(address_key)}", may_create=True)
    full_at, _ = _next_full_at(db, key, MAILBOX, to_number(at))
    if full_at is not None:
        db.execute(_USE, {"key": key, "full_at": full_at})
    return full_at is not None


def _next_full_at(db: Database, key: bytes, allowance: Allowance, time: int) -> tuple[int | None, int]:
    """When the allowance is whole again after one more use, None if it is used up; and how many uses it lacks at
    `time`."""
    row, gap = db.execute(_FULL_AT, {"key": key}).fetchone(), allowance.seconds * _MICROSECONDS
    full_at = max(row[0], time) if row else time
    rank = -(-(full_at - time) // gap)
    return (full_at + gap if full_at + gap - time <= allowance.burst * gap else None), rank


def budget_left(db: Database, budget: ConfirmationBudget, at: dt.datetime) -> int:
    """Return how many emails to unconfirmed addresses may be queued now."""
    return budget.left(_queued_since(db, at, _MINUTE), _queued_since(db, at, _DAY))


def _queued_since(db: Database, at: dt.datetime, period: int) -> int:
    number: int = db.execute(_QUEUED_SINCE, {"since": to_number(at) - period}).fetchone()[0]
    return number


def note_queued(db: Database, at: dt.datetime) -> None:
    """Count an email to an unconfirmed address against the budget."""
    time = to_number(at)
    db.execute(_FORGET_QUEUED, {"since": time - _DAY})
    db.execute(_QUEUED, {"at": time})


def waiting(db: Database, most: int = 1_000_000) -> int:
    """Count the emails to unconfirmed addresses that wait for the budget, up to `most`."""
    number: int = db.execute(_WAITING, {"most": most}).fetchone()[0]
    return number


def is_delayed(db: Database, budget: ConfirmationBudget, at: dt.datetime) -> bool:
    """Return whether the email that another form causes now goes later than its page promises. It is the same for every
    form, so that it tells nothing about an address."""
    soon = budget.soon(_queued_since(db, at, _DAY))
    return waiting(db, soon) >= soon


def forget(db: Database) -> None:
    """Delete all counts of networks and mailboxes, when the campaign's personal data is purged."""
    db.execute(_FORGET_ALL)
