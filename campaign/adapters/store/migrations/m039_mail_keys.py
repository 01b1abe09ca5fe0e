"""One form by which the addresses of deliveries are compared."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step
from campaign.core.signons.signer_address import comparison_key


@step
def m039_mail_keys(db: Database) -> None:
    # The spelling that all spellings of an address share: lower case, also beyond ASCII, which SQLite's lower() leaves
    # as it is, and the domain in ASCII.
    db.conn.execute("ALTER TABLE delivery ADD COLUMN mail_key TEXT NOT NULL DEFAULT ''")
    db.conn.execute("UPDATE delivery SET mail_key = lower(mail)")
    for number, mail in list(db.conn.execute("SELECT id, mail FROM delivery").fetchall()):
        if not mail.isascii():
            db.conn.execute("UPDATE delivery SET mail_key = ? WHERE id = ?", (comparison_key(mail), number))
    db.conn.execute("CREATE INDEX delivery_by_mail_key ON delivery (mail_key)")
