"""Versions from before they had a kind, after the migration."""

import sqlite3
from pathlib import Path

from campaign.adapters.store import Store, versions
from campaign.core.letters import VersionKind


def test_older_versions_are_unnamed_save_the_first(tmp_path: Path) -> None:
    """After the migration, the first version is `first`, and later ones are `unnamed`."""
    path = tmp_path / "campaign.db"
    Store.open(path).close()
    with sqlite3.connect(path) as db:
        for table in ("version", "version_text", "version_annex"):
            for change in ("update", "delete"):
                db.execute(f"DROP TRIGGER {table}_never_{change}")
        db.execute("DROP TABLE version_annex")
        db.execute("ALTER TABLE version DROP COLUMN kind")
        db.execute("ALTER TABLE version DROP COLUMN added_language")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_version_kinds'")
        at = "2026-04-20T08:00:00.000000Z"
        for number in (1, 2):
            db.execute("INSERT INTO version VALUES (?, 'a', ?, 'd', 'm', ?)", (number, number, at))
    db.close()
    with Store.open(path) as store:
        assert [version.kind for version in store.read(versions.all_of, "a")] == [
            VersionKind.FIRST,
            VersionKind.UNNAMED,
        ]
