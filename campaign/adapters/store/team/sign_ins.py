"""Links and codes to sign in, as digests. Each signs in once."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.columns import Columns, insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.times import to_text
from campaign.core.team.sign_in import REQUEST_WINDOW, LinkKind, SignInRequest

_REQUEST = Columns(SignInRequest)
_SELECT = f"SELECT {_REQUEST.select()} FROM sign_in"


@dataclass(frozen=True, slots=True)
class NewSignIn:
    """A link that is made."""

    kind: LinkKind
    account: int | None
    browser: bytes
    link: bytes
    code: bytes
    salt: bytes
    tries: int
    expires_at: dt.datetime
    created_at: dt.datetime
    asked_for: bytes
    """A keyed digest of the address."""
    typed: str = ""
    """The form to come back to, as JSON; "" for none."""
    asked_by: bytes | None = None
    """A keyed digest of the network, or of the known browser, that asked; None for a printed link."""


_NEW = Columns(NewSignIn)
_ADD = insert("sign_in", _NEW.names)
_COUNT = "SELECT count(*) FROM sign_in WHERE asked_for = :asked_for AND created_at > :since"
_COUNT_BY = f"{_COUNT} AND asked_by = :asked_by"
_USE = "UPDATE sign_in SET used_at = :at WHERE id = :id AND used_at IS NULL AND expires_at > :at"
_TRY = "UPDATE sign_in SET tries = tries + 1 WHERE id = :id"
_CLOSE_OTHERS = "UPDATE sign_in SET used_at = :at WHERE account = :account AND used_at IS NULL"
_TYPED = "SELECT typed FROM sign_in WHERE id = :id"
_DELETE_OLD = "DELETE FROM sign_in WHERE expires_at < :before"
_DELETE_FIRST = "DELETE FROM sign_in WHERE kind = 'first'"


def add(db: Database, new: NewSignIn) -> None:
    """Add a link, and delete those that are no longer needed to count requests."""
    db.execute(_DELETE_OLD, {"before": to_text(new.created_at - REQUEST_WINDOW)})
    if new.kind is LinkKind.FIRST:
        db.execute(_DELETE_FIRST)
    db.execute(_ADD, _NEW.values(new))


def by_link(db: Database, link: bytes) -> SignInRequest | None:
    """Return the request of a link by the digest of its token."""
    row = db.execute(f"{_SELECT} WHERE link = :link", {"link": link}).fetchone()
    return _REQUEST.read(row) if row else None


def newest_of_browser(db: Database, browser: bytes) -> SignInRequest | None:
    """Return what a browser asked for last, by the digest of its cookie."""
    sql = f"{_SELECT} WHERE browser = :browser AND kind = 'mailed' ORDER BY id DESC LIMIT 1"
    row = db.execute(sql, {"browser": browser}).fetchone()
    return _REQUEST.read(row) if row else None


def count_since(db: Database, asked_for: bytes, since: dt.datetime) -> int:
    """Return how many links were asked for an address since a time."""
    return int(db.execute(_COUNT, {"asked_for": asked_for, "since": to_text(since)}).fetchone()[0])


def count_by(db: Database, asked_for: bytes, asked_by: bytes, since: dt.datetime) -> int:
    """Return how many links a network or a known browser asked for an address since a time."""
    values = {"asked_for": asked_for, "asked_by": asked_by, "since": to_text(since)}
    return int(db.execute(_COUNT_BY, values).fetchone()[0])


def use(db: Database, request: int, at: dt.datetime) -> bool:
    """Use a link up. False if it was used before, or is too old."""
    return db.execute(_USE, {"id": request, "at": to_text(at)}).rowcount == 1


def close_all_of(db: Database, account: int, at: dt.datetime) -> None:
    """Let no open link of an account sign in any more."""
    db.execute(_CLOSE_OTHERS, {"account": account, "at": to_text(at)})


def count_try(db: Database, request: int) -> None:
    """Count a wrong code."""
    db.execute(_TRY, {"id": request})


def typed_form(db: Database, request: int) -> str:
    """Return the form that a request comes back to; "" for none."""
    row = db.execute(_TYPED, {"id": request}).fetchone()
    return str(row[0]) if row else ""
