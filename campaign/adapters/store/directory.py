"""The coalition's directory as a table gives it: its organisations, and the sign-ons that the table gives them."""

import datetime as dt
from collections.abc import Sequence

from campaign.adapters.store import people, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import table_import
from campaign.core.signatories import Organisation
from campaign.core.tables.changes import TableChange


def put(db: Database, letter: str, directory: Sequence[Organisation], at: dt.datetime) -> TableChange:
    """Take organisations into the directory, and let them sign the letter as the table says. `at` is aware."""
    change = people.put_organisations(db, directory, at)
    newest = versions.latest(db, letter)
    table_import.put(db, letter, people.organisations(db), newest.id if newest else None, at)
    return change


def remove(db: Database, key: str, at: dt.datetime) -> bool:
    """Take an organisation out of the directory, with the sign-ons that its table gave it; whether there was one."""
    table_import.remove_all(db, key, at)
    return people.remove_organisation(db, key)
