"""The addressees of each letter and the coalition's directory of organisations, in the store.

Functions for `Store.read` and `Store.write`. An import never deletes: who is not in the file stays, behind the others.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from campaign.adapters.store.database import Database
from campaign.adapters.store.times import to_text
from campaign.core.addressees import Addressee
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.tables.changes import TableChange, differences

PUT_ADDRESSEE = """
    INSERT INTO addressee (letter, key, position, name, family_name, given_name, honorific, honorific_override,
        salutation, mail, country, "group", role, language, phone, changed_at)
    VALUES (:letter, :key, :position, :name, :family_name, :given_name, :honorific, :honorific_override,
        :salutation, :mail, :country, :group, :role, :language, :phone, :changed_at)
    ON CONFLICT (letter, key) DO UPDATE SET
        position = excluded.position, name = excluded.name, family_name = excluded.family_name,
        given_name = excluded.given_name, honorific = excluded.honorific,
        honorific_override = excluded.honorific_override, salutation = excluded.salutation, mail = excluded.mail,
        country = excluded.country, "group" = excluded."group", role = excluded.role, language = excluded.language,
        phone = excluded.phone,
        changed_at = excluded.changed_at"""
MOVE_ADDRESSEE = "UPDATE addressee SET position = :position WHERE letter = :letter AND key = :key"
ADDRESSEES = """
    SELECT key, name, family_name, given_name, honorific, honorific_override, salutation, mail, country, "group",
        role, language, phone
    FROM addressee WHERE letter = :letter ORDER BY position, key"""
REMOVE_ADDRESSEE = "DELETE FROM addressee WHERE letter = :letter AND key = :key RETURNING key"

PUT_ORGANISATION = """
    INSERT INTO organisation (key, position, name, url, country, logo, state, changed_at)
    VALUES (:key, :position, :name, :url, :country, :logo, :state, :changed_at)
    ON CONFLICT (key) DO UPDATE SET
        position = excluded.position, name = excluded.name, url = excluded.url, country = excluded.country,
        logo = excluded.logo, state = excluded.state, changed_at = excluded.changed_at"""
MOVE_ORGANISATION = "UPDATE organisation SET position = :position WHERE key = :key"
ORGANISATIONS = "SELECT key, name, url, country, logo, state FROM organisation ORDER BY position, key"
REMOVE_ORGANISATION = "DELETE FROM organisation WHERE key = :key RETURNING key"


def put_addressees(db: Database, letter: str, people: Sequence[Addressee], at: dt.datetime) -> TableChange:
    """Add and update a letter's addressees, in this order. `at` is aware."""
    change = differences(addressees(db, letter), people)
    by_key = {each.key: each for each in people}
    fresh = {*change.added, *change.changed}
    for position, key in enumerate((*by_key, *change.missing), 1):
        place = {"letter": letter, "key": key, "position": position}
        if key in fresh:
            db.execute(PUT_ADDRESSEE, place | _addressee_values(by_key[key]) | {"changed_at": to_text(at)})
        else:
            db.execute(MOVE_ADDRESSEE, place)
    return change


def addressees(db: Database, letter: str) -> tuple[Addressee, ...]:
    """A letter's addressees in their order, which is the order of the joint salutation."""
    return tuple(Addressee(*row) for row in db.execute(ADDRESSEES, {"letter": letter}).fetchall())


def remove_addressee(db: Database, letter: str, key: str) -> bool:
    """Take an addressee off a letter; whether there was one. What was sent stays on record."""
    return bool(db.execute(REMOVE_ADDRESSEE, {"letter": letter, "key": key}).fetchall())


def put_organisations(db: Database, directory: Sequence[Organisation], at: dt.datetime) -> TableChange:
    """Add and update organisations, in this order. `at` is aware."""
    change = differences(organisations(db), directory)
    by_key = {each.key: each for each in directory}
    fresh = {*change.added, *change.changed}
    for position, key in enumerate((*by_key, *change.missing), 1):
        place = {"key": key, "position": position}
        if key in fresh:
            db.execute(PUT_ORGANISATION, place | _organisation_values(by_key[key]) | {"changed_at": to_text(at)})
        else:
            db.execute(MOVE_ORGANISATION, place)
    return change


def organisations(db: Database) -> tuple[Organisation, ...]:
    """The directory in its order, whatever the state."""
    rows = db.execute(ORGANISATIONS).fetchall()
    return tuple(
        Organisation(key, name, url, where, logo, SignOnState(state)) for key, name, url, where, logo, state in rows
    )


def remove_organisation(db: Database, key: str) -> bool:
    """Take an organisation out of the directory; whether there was one."""
    return bool(db.execute(REMOVE_ORGANISATION, {"key": key}).fetchall())


def _addressee_values(person: Addressee) -> dict[str, Any]:
    return {
        "name": person.name,
        "family_name": person.family_name,
        "given_name": person.given_name,
        "honorific": person.honorific,
        "honorific_override": person.honorific_override,
        "salutation": person.salutation,
        "mail": person.mail,
        "country": person.country,
        "group": person.group,
        "role": person.role,
        "language": person.language,
        "phone": person.phone,
    }


def _organisation_values(organisation: Organisation) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "url": organisation.url,
        "country": organisation.country,
        "logo": organisation.logo,
        "state": organisation.state.value,
    }
