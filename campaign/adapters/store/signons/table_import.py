"""Sign-ons of the directory's organisations, as the coordinator's table states them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from campaign.adapters.store.columns import update
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons.confirm_and_correct import correct
from campaign.adapters.store.signons.rows import by_organisation, of_organisation
from campaign.adapters.store.signons.transitions import create, remove, transition
from campaign.core.signatories import Organisation
from campaign.core.signons import NewSignOn, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent, RecordLine, record_line, signon_facts

_SET_POSITION = f"{update('signon', 'position')} WHERE id = :signon"
_SET_VERSION = f"{update('signon', 'version')}, held = 0, agreed = NULL WHERE id = :signon"


def put(db: Database, letter: str, directory: Sequence[Organisation], version: int | None, at: dt.datetime) -> None:
    """Add and update the sign-ons of the directory's organisations to a letter, in the order of the table.

    An organisation that signed by itself keeps its state and how it appears.
    """
    for position, organisation in enumerate(directory, 1):
        old = by_organisation(db, letter, organisation.key)
        if old is None:
            new = _new(letter, organisation, version)
            create(
                db,
                new,
                RecordLine(at, letter, None, RecordEvent.IMPORTED, Actor.COORDINATOR, signon_facts(new)),
                position,
            )
            continue
        db.execute(_SET_POSITION, {"signon": old.id, "position": position})
        if old.source is SignOnSource.IMPORT:
            _follow_table(db, old, organisation, version, at)


def remove_all(db: Database, organisation: str, at: dt.datetime) -> None:
    """Remove an organisation's imported sign-ons to all letters."""
    for signon in of_organisation(db, organisation):
        if signon.source is SignOnSource.IMPORT:
            remove(db, signon, record_line(signon, RecordEvent.WITHDRAWN, Actor.COORDINATOR, at, {"name": signon.name}))


def _new(letter: str, organisation: Organisation, version: int | None) -> NewSignOn:
    return NewSignOn(
        letter=letter,
        kind=SignOnKind.ORGANISATION,
        name=organisation.name,
        state=organisation.state,
        version=version,
        language="",
        source=SignOnSource.IMPORT,
        url=organisation.url,
        country=organisation.country,
        logo=organisation.logo,
        organisation=organisation.key,
    )


def _follow_table(db: Database, old: SignOn, row: Organisation, version: int | None, at: dt.datetime) -> None:
    correct(db, replace(old, name=row.name, url=row.url, country=row.country, logo=row.logo), Actor.COORDINATOR, at)
    facts = {"state": row.state.value} | ({"version": str(version)} if version is not None else {})
    line = record_line(old, RecordEvent.IMPORTED, Actor.COORDINATOR, at, facts)
    if row.state is not old.state and transition(db, old, row.state, line):
        db.execute(_SET_VERSION, {"signon": old.id, "version": version})
