"""Sign-ons that the coordinator's table gives to the organisations of the directory."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from campaign.adapters.store.columns import update
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons.rows import by_organisation, of_organisation
from campaign.adapters.store.signons.steps import correct
from campaign.adapters.store.signons.transitions import create, remove, transition
from campaign.core.signatories import Organisation
from campaign.core.signons import Kind, NewSignOn, SignOn, Source
from campaign.core.signons.record import Actor, Deed, Line, facts_of, line_of

_PLACE = f"{update('signon', 'position')} WHERE id = :signon"
_STAND = f"{update('signon', 'version')}, held = 0 WHERE id = :signon"


def put(db: Database, letter: str, directory: Sequence[Organisation], version: int | None, at: dt.datetime) -> None:
    """Let the directory's organisations sign a letter as the coordinator's table says, in its order.

    One that signed by itself keeps its state and how it appears.
    """
    for position, organisation in enumerate(directory, 1):
        old = by_organisation(db, letter, organisation.key)
        if old is None:
            new = _new(letter, organisation, version)
            create(db, new, Line(at, letter, None, Deed.IMPORTED, Actor.COORDINATOR, facts_of(new)), position)
            continue
        db.execute(_PLACE, {"signon": old.id, "position": position})
        if old.source is Source.IMPORT:
            _follow_table(db, old, organisation, version, at)


def remove_all(db: Database, organisation: str, at: dt.datetime) -> None:
    """Take the sign-ons that the coordinator's table gave to an organisation away, in every letter."""
    for gone in of_organisation(db, organisation):
        if gone.source is Source.IMPORT:
            remove(db, gone, line_of(gone, Deed.WITHDRAWN, Actor.COORDINATOR, at, {"name": gone.name}))


def _new(letter: str, organisation: Organisation, version: int | None) -> NewSignOn:
    return NewSignOn(
        letter=letter,
        kind=Kind.ORGANISATION,
        name=organisation.name,
        state=organisation.state,
        version=version,
        language="",
        source=Source.IMPORT,
        url=organisation.url,
        country=organisation.country,
        logo=organisation.logo,
        organisation=organisation.key,
    )


def _follow_table(db: Database, old: SignOn, row: Organisation, version: int | None, at: dt.datetime) -> None:
    correct(db, replace(old, name=row.name, url=row.url, country=row.country, logo=row.logo), Actor.COORDINATOR, at)
    facts = {"state": row.state.value} | ({"version": str(version)} if version is not None else {})
    line = line_of(old, Deed.IMPORTED, Actor.COORDINATOR, at, facts)
    if row.state is not old.state and transition(db, old, row.state, line):
        db.execute(_STAND, {"signon": old.id, "version": version})
