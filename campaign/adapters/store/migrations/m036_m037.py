"""Capacity by purpose: limits that outlast a restart, the budget for strangers' forms, a lease for each queue."""

import hashlib
import hmac
import secrets
from typing import Any

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step
from campaign.core.signons.mailbox import mailbox_of
from campaign.core.signons.signer_address import InvalidAddress, read_address

_DIGESTS = "digests"
_BYTES = 16


@step
def m036_capacity(db: Database) -> None:
    # Until when each network and each mailbox uses up its share. `key` is a keyed digest; rows are deleted after that.
    db.conn.execute("CREATE TABLE limit_use (key BLOB PRIMARY KEY, full_at INTEGER NOT NULL) STRICT")
    db.conn.execute("CREATE INDEX limit_use_by_time ON limit_use (full_at)")
    # When each email to an unconfirmed address was queued, for a day.
    db.conn.execute("CREATE TABLE confirmation_mail (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT")
    db.conn.execute("CREATE INDEX confirmation_mail_by_time ON confirmation_mail (at)")
    # Mailboxes whose owner said that a form was not theirs.
    db.conn.execute("CREATE TABLE blocked (mailbox BLOB PRIMARY KEY, at TEXT NOT NULL) STRICT")
    # `by_stranger` is 0 for what the coordinator entered, `rank` how many forms its network sent just before, `mailbox`
    # the keyed digest that the spellings of one mailbox share. `signon` is 0 after its owner said that it was not
    # theirs.
    db.conn.execute("ALTER TABLE submission ADD COLUMN by_stranger INTEGER NOT NULL DEFAULT 1")
    db.conn.execute("ALTER TABLE submission ADD COLUMN rank INTEGER NOT NULL DEFAULT 0")
    db.conn.execute("ALTER TABLE submission ADD COLUMN mailbox BLOB")
    db.conn.execute("ALTER TABLE signer ADD COLUMN mailbox BLOB")
    db.conn.execute("CREATE INDEX signer_by_mailbox ON signer (mailbox) WHERE mailbox IS NOT NULL")
    _key_digests(db)
    # One lease with limits in each queue, not one in all.
    db.conn.execute("DELETE FROM lease WHERE alone = 1")
    db.conn.execute("DROP INDEX lease_alone")
    db.conn.execute("CREATE UNIQUE INDEX lease_alone ON lease (alone) WHERE alone > 0")


def _key_digests(db: Database) -> None:
    """Make the plain digests of addresses keyed ones: nobody can try addresses against a stolen table without the
    secret. A new database gets its secret with the first address."""
    if not any(_rows(db, f"SELECT 1 FROM {table} LIMIT 1") for table in ("signer", "submission", "stopped")):
        return
    secret = secrets.token_bytes(32)
    db.conn.execute("INSERT INTO secret (name, value) VALUES (?, ?)", (_DIGESTS, secret))

    def keyed(digest: Any) -> bytes:
        return hmac.digest(secret, bytes(digest), hashlib.sha256)[:_BYTES]

    for table, key in (("signer", "signon"), ("submission", "id")):
        for row, digest in _rows(db, f"SELECT {key}, mail_key FROM {table} WHERE mail_key IS NOT NULL"):
            db.conn.execute(f"UPDATE {table} SET mail_key = ? WHERE {key} = ?", (keyed(digest), row))
    for row in _rows(db, "SELECT mail_key FROM stopped"):
        db.conn.execute("UPDATE stopped SET mail_key = ? WHERE mail_key = ?", (keyed(row[0]), bytes(row[0])))
    for signon, mail in _rows(db, "SELECT signon, mail FROM signer WHERE mail <> ''"):
        address = read_address(mail)
        if not isinstance(address, InvalidAddress):
            mailbox = keyed(hashlib.sha256(f"mailbox\0{mailbox_of(address.key)}".encode()).digest()[:_BYTES])
            db.conn.execute("UPDATE signer SET mailbox = ? WHERE signon = ?", (mailbox, signon))


def _rows(db: Database, sql: str) -> list[Any]:
    return list(db.conn.execute(sql).fetchall())
