"""Import of the coalition's directory: its organisations, and the sign-ons that the table states for them."""

import datetime as dt
from collections.abc import Sequence

from campaign.adapters.store import people, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import table_import
from campaign.core.signatories import Organisation
from campaign.core.tables.changes import TableChange


def put(db: Database, letter: str, directory: Sequence[Organisation], at: dt.datetime) -> TableChange:
    """Add and update organisations of the directory, and their sign-ons to `letter` as the table states them.

    Returns what changed in the directory.
    """
    change = people.put_organisations(db, directory, at)
    newest = versions.public(db, letter)
    table_import.put(db, letter, people.organisations(db), newest.id if newest else None, at)
    return change


def remove(db: Database, key: str, at: dt.datetime) -> bool:
    """Remove an organisation from the directory, with its imported sign-ons. Returns whether there was one."""
    table_import.remove_all(db, key, at)
    return people.remove_organisation(db, key)
