"""Sign-ons in the store: added, moved from state to state, corrected; each step with its line in the record.

Every step is a compare-and-set on the states that it may come from, in one transaction with its line and its count.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import counts, record
from campaign.adapters.store.times import from_number, to_number
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import Kind, NewSignOn, Signer, SignOn, Source
from campaign.core.signons.record import Actor, Deed, private_digest
from campaign.core.signons.states import SIGNED, before

SIGNON = (
    "s.id, s.letter, s.kind, s.organisation, s.name, s.url, s.country, s.logo, s.quote, s.state, s.version, s.held,"
    " s.language, s.source, s.created_at, s.listed_at"
)
_SIGNER = "signon, person, role, mail, authority, confirmed_at, confirmed_how, until, note, generation, salt, register"
_ADD = """
    INSERT INTO signon (letter, kind, organisation, position, name, url, country, logo, quote, state, version, held,
                        language, source, created_at, listed_at)
    VALUES (:letter, :kind, :organisation, 0, :name, :url, :country, :logo, '', :state, :version, 0, :language,
            :source, :at, CASE WHEN :state = 'listed' THEN :at END)
    RETURNING id"""
_ADD_SIGNER = """
    INSERT INTO signer (signon, person, role, mail, mail_key, authority, confirmed_how, note, generation, salt,
                        register)
    VALUES (:signon, :person, :role, :mail, :mail_key, :authority, '', :note, 0, :salt, :register)"""
_PUT_SIGNER = """
    UPDATE signer SET person = :person, role = :role, mail = :mail, mail_key = :mail_key, authority = :authority,
                      note = :note, register = :register
    WHERE signon = :signon"""
_ONE = f"SELECT {SIGNON} FROM signon AS s WHERE s.id = :signon"
_SIGNER_OF = f"SELECT {_SIGNER} FROM signer WHERE signon = :signon"
_BY_MAIL = "SELECT signon FROM signer WHERE mail_key = :mail_key"
_LETTERS = "SELECT DISTINCT letter FROM signon_count"
_BY_ORGANISATION = f"SELECT {SIGNON} FROM signon AS s WHERE s.letter = :letter AND s.organisation = :organisation"
_MOVE = """
    UPDATE signon SET state = :state, listed_at = CASE WHEN :state = 'listed' THEN :at ELSE listed_at END
    WHERE id = :signon AND state = :from_state RETURNING letter, kind"""
_RENEW = """
    UPDATE signon SET name = :name, url = :url, country = :country, organisation = :organisation, version = :version,
                      held = 0, language = :language, source = :source
    WHERE id = :signon"""
_CORRECT = """
    UPDATE signon SET name = :name, url = :url, country = :country, logo = :logo, quote = :quote WHERE id = :signon"""
_CONFIRM_MAIL = """
    UPDATE signer SET confirmed_at = :at, confirmed_how = :how WHERE signon = :signon AND confirmed_at IS NULL"""
_PROMISE = "UPDATE signer SET until = :until WHERE signon = :signon"
_ORGANISATIONS = f"""
    SELECT {SIGNON} FROM signon AS s WHERE s.letter = :letter AND s.kind = 'organisation'
    ORDER BY CASE WHEN s.position = 0 THEN 1 ELSE 0 END, s.position, s.id"""
_LISTED_ORGANISATIONS = f"""
    SELECT {SIGNON} FROM signon AS s WHERE s.letter = :letter AND s.kind = 'organisation' AND s.state = 'listed'
    ORDER BY CASE WHEN s.position = 0 THEN 1 ELSE 0 END, s.position, s.id"""
_SIGNERS = f"""
    SELECT {", ".join(f"p.{each.strip()}" for each in _SIGNER.split(","))} FROM signer AS p
    JOIN signon AS s ON s.id = p.signon WHERE s.letter = :letter AND s.kind = 'organisation'"""
_PEOPLE_BEFORE = f"""
    SELECT {SIGNON} FROM signon AS s
    WHERE s.version = :version AND s.kind = 'person' AND s.state = 'listed' AND s.id < :before
    ORDER BY s.id DESC LIMIT :most"""
_IN_STATE = f"""
    SELECT {SIGNON} FROM signon AS s WHERE s.letter = :letter AND s.kind = :kind AND s.state = :state ORDER BY s.id"""
_EVERY = f"SELECT {SIGNON} FROM signon AS s ORDER BY s.id"
_EVERY_SIGNER = f"SELECT {_SIGNER} FROM signer ORDER BY signon"
_NEVER = 2**62  # behind every id


@dataclass(frozen=True, slots=True)
class Added:
    """A sign-on that was kept. `fresh` is False where the mail address had signed this letter already: then nothing
    was changed, and the one who asked must not be told."""

    id: int
    fresh: bool


def add(db: Database, new: NewSignOn, deed: Deed, actor: Actor, at: dt.datetime) -> Added:
    """Keep a sign-on, its signer and its line. An invited organisation's row is taken up, whatever it had answered."""
    known = _known(db, new)
    if known is not None:
        return _taken_up(db, known, new, deed, actor, at)
    values = _values(new) | {"at": to_number(at)}
    number: int = db.execute(_ADD, values).fetchone()[0]
    counts.move(db, new.letter, new.kind, new.state, 1)
    signer = _put_signer(db, number, new)
    line(db, number, new, deed, actor, signer, at)
    return Added(number, fresh=True)


def one(db: Database, signon: int) -> SignOn | None:
    """A sign-on by its id."""
    row = db.execute(_ONE, {"signon": signon}).fetchone()
    return signon_of(row) if row else None


def signer(db: Database, signon: int) -> Signer | None:
    """Who signed; None where nobody is known, or all about them was erased."""
    row = db.execute(_SIGNER_OF, {"signon": signon}).fetchone()
    return _signer(row) if row else None


def by_mail(db: Database, letter: str, mail_key: str) -> int | None:
    """The sign-on of a mail address in its comparing form."""
    row = db.execute(_BY_MAIL, {"mail_key": _mail_digest(letter, mail_key)}).fetchone()
    return row[0] if row else None


def of_mail(db: Database, mail_key: str) -> tuple[int, ...]:
    """The sign-ons of a mail address in its comparing form, whatever the letter."""
    letters = (row[0] for row in db.execute(_LETTERS).fetchall())
    found = (by_mail(db, letter, mail_key) for letter in letters)
    return tuple(sorted(signon for signon in found if signon is not None))


def by_organisation(db: Database, letter: str, organisation: str) -> SignOn | None:
    """The sign-on of the directory's organisation."""
    row = db.execute(_BY_ORGANISATION, {"letter": letter, "organisation": organisation}).fetchone()
    return signon_of(row) if row else None


def of_organisation(db: Database, organisation: str) -> tuple[SignOn, ...]:
    """The sign-ons of the directory's organisation, whatever the letter."""
    return tuple(signon_of(row) for row in db.execute(_OF_ORGANISATION, {"organisation": organisation}).fetchall())


def organisations(db: Database, letter: str) -> tuple[SignOn, ...]:
    """The organisations' sign-ons in their order, whatever the state."""
    return tuple(signon_of(row) for row in db.execute(_ORGANISATIONS, {"letter": letter}).fetchall())


def listed_organisations(db: Database, letter: str) -> tuple[SignOn, ...]:
    """The sign-ons of the listed organisations, under whatever version, in their order."""
    return tuple(signon_of(row) for row in db.execute(_LISTED_ORGANISATIONS, {"letter": letter}).fetchall())


def signers(db: Database, letter: str) -> dict[int, Signer]:
    """Who signs, or is asked to, for each organisation's sign-on, by its id."""
    rows = db.execute(_SIGNERS, {"letter": letter}).fetchall()
    return {row[0]: _signer(row) for row in rows}


def every(db: Database) -> tuple[SignOn, ...]:
    """The sign-ons of all letters."""
    return tuple(signon_of(row) for row in db.execute(_EVERY).fetchall())


def every_signer(db: Database) -> tuple[Signer, ...]:
    """All who signed, or were asked to."""
    return tuple(_signer(row) for row in db.execute(_EVERY_SIGNER).fetchall())


def signatories(db: Database, letter: str, version: int | None) -> tuple[Organisation, ...]:
    """The organisations of a letter that stand under a version, or under none yet, and those that do not sign (yet), in
    their order. Those that stand under another version are left out."""
    return tuple(
        each.public
        for each in organisations(db, letter)
        if each.state is not SignOnState.LISTED or each.version in (version, None)
    )


def in_state(db: Database, letter: str, kind: Kind, state: SignOnState) -> tuple[SignOn, ...]:
    """The sign-ons of a kind in a state, oldest first."""
    values = {"letter": letter, "kind": kind.value, "state": state.value}
    return tuple(signon_of(row) for row in db.execute(_IN_STATE, values).fetchall())


def people(db: Database, version: int, before: int | None = None, most: int = 50) -> tuple[SignOn, ...]:
    """The persons listed under a version, newest first: the `most` that came before the sign-on `before`."""
    values = {"version": version, "before": _NEVER if before is None else before, "most": most}
    return tuple(signon_of(row) for row in db.execute(_PEOPLE_BEFORE, values).fetchall())


def move(
    db: Database,
    signon: int,
    state: SignOnState,
    deed: Deed,
    actor: Actor,
    at: dt.datetime,
    facts: Mapping[str, str] = {},
) -> bool:
    """Move a sign-on to a state that may follow its own. False when it stands where it may not follow."""
    for earlier in before(state):
        values = {"signon": signon, "state": state.value, "from_state": earlier.value, "at": to_number(at)}
        row = db.execute(_MOVE, values).fetchone()
        if row:
            letter, kind = row[0], Kind(row[1])
            counts.move(db, letter, kind, earlier, -1)
            counts.move(db, letter, kind, state, 1)
            record.add(db, letter, signon, deed, actor, at, facts)
            return True
    return False


def confirm(db: Database, signon: int, how: str, at: dt.datetime) -> bool:
    """The mail address is the signer's. False when the sign-on waits for no confirmation."""
    moved = move(db, signon, SignOnState.CONFIRMED, Deed.CONFIRMED, Actor.SIGNER, at, {"how": how})
    if moved:
        db.execute(_CONFIRM_MAIL, {"signon": signon, "how": how, "at": to_number(at)})
    return moved


def promise(db: Database, signon: int, until: dt.date, actor: Actor, at: dt.datetime) -> bool:
    """An answer is promised by a day."""
    facts = {"until": until.isoformat()}
    moved = move(db, signon, SignOnState.PROMISED, Deed.PROMISED, actor, at, facts)
    if moved:
        db.execute(_PROMISE, {"signon": signon, "until": until.isoformat()})
    return moved


def correct(db: Database, corrected: SignOn, actor: Actor, at: dt.datetime, *, to_be_seen: bool = False) -> bool:
    """Change how a sign-on appears: name, web address, country, logo, quote. False when nothing differs.

    `to_be_seen` takes one that is listed back to `confirmed`, until the coordinator has seen it.
    """
    old = one(db, corrected.id)
    if old is None:
        return False
    names = ("name", "url", "country", "logo", "quote")
    changed = [name for name in names if getattr(corrected, name) != getattr(old, name)]
    if not changed:
        return False
    facts = {name: _on_record(old.kind, name, getattr(corrected, name)) for name in changed}
    db.execute(_CORRECT, {"signon": old.id} | {name: getattr(corrected, name) for name in names})
    if to_be_seen and _unlisted(db, old, at):
        facts["state"] = SignOnState.CONFIRMED.value
    record.add(db, old.letter, old.id, Deed.CORRECTED, actor, at, facts)
    return True


def _unlisted(db: Database, old: SignOn, at: dt.datetime) -> bool:
    states = {"state": SignOnState.CONFIRMED.value, "from_state": SignOnState.LISTED.value}
    if db.execute(_MOVE, {"signon": old.id, "at": to_number(at), **states}).fetchone() is None:
        return False
    counts.move(db, old.letter, old.kind, SignOnState.LISTED, -1)
    counts.move(db, old.letter, old.kind, SignOnState.CONFIRMED, 1)
    return True


def _on_record(kind: Kind, name: str, value: str) -> str:
    """What the record says of a change: of persons, and of what somebody was quoted with, only that there was one, for
    it is never taken out of the record again."""
    return "changed" if kind is Kind.PERSON or name == "quote" else value


def put_imported(
    db: Database, letter: str, directory: Sequence[Organisation], version: int | None, at: dt.datetime
) -> None:
    """Let the directory's organisations sign a letter as the coordinator's table says, in its order.

    One that signed by itself keeps its state and how it appears.
    """
    for position, each in enumerate(directory, 1):
        old = by_organisation(db, letter, each.key)
        if old is None:
            _add_imported(db, letter, each, position, version, at)
            continue
        db.execute(_PLACE, {"signon": old.id, "position": position})
        if old.source is Source.IMPORT:
            _follow_table(db, old, each, version, at)


def remove_imported(db: Database, organisation: str, at: dt.datetime) -> None:
    """Take the sign-ons that the coordinator's table gave to an organisation away, in every letter."""
    for gone in of_organisation(db, organisation):
        if gone.source is Source.IMPORT:
            counts.move(db, gone.letter, gone.kind, gone.state, -1)
            record.add(db, gone.letter, gone.id, Deed.WITHDRAWN, Actor.COORDINATOR, at, {"name": gone.name})
            db.execute(_FORGET_SIGNER, {"signon": gone.id})
            db.execute(_FORGET, {"signon": gone.id})


_PLACE = "UPDATE signon SET position = :position WHERE id = :signon"
_OF_ORGANISATION = f"SELECT {SIGNON} FROM signon AS s WHERE s.organisation = :organisation"
_FORGET = "DELETE FROM signon WHERE id = :signon"
_FORGET_SIGNER = "DELETE FROM signer WHERE signon = :signon"
_SET_STATE = """
    UPDATE signon SET state = :state, version = :version, held = 0,
                      listed_at = CASE WHEN :state = 'listed' THEN :at ELSE listed_at END
    WHERE id = :signon"""


def _add_imported(
    db: Database, letter: str, each: Organisation, position: int, version: int | None, at: dt.datetime
) -> None:
    new = NewSignOn(
        letter=letter,
        kind=Kind.ORGANISATION,
        name=each.name,
        state=each.state,
        version=version,
        language="",
        source=Source.IMPORT,
        url=each.url,
        country=each.country,
        logo=each.logo,
        organisation=each.key,
    )
    number: int = db.execute(_ADD, _values(new) | {"at": to_number(at)}).fetchone()[0]
    db.execute(_PLACE, {"signon": number, "position": position})
    counts.move(db, letter, Kind.ORGANISATION, each.state, 1)
    line(db, number, new, Deed.IMPORTED, Actor.COORDINATOR, None, at)


def _follow_table(db: Database, old: SignOn, each: Organisation, version: int | None, at: dt.datetime) -> None:
    said = replace(old, name=each.name, url=each.url, country=each.country, logo=each.logo)
    correct(db, said, Actor.COORDINATOR, at)
    if each.state is not old.state:
        counts.move(db, old.letter, old.kind, old.state, -1)
        counts.move(db, old.letter, old.kind, each.state, 1)
        values = {"signon": old.id, "state": each.state.value, "version": version, "at": to_number(at)}
        db.execute(_SET_STATE, values)
        facts = {"state": each.state.value} | ({"version": str(version)} if version is not None else {})
        record.add(db, old.letter, old.id, Deed.IMPORTED, Actor.COORDINATOR, at, facts)


def _known(db: Database, new: NewSignOn) -> SignOn | None:
    """The row that this sign-on must not double: of the same mail address, or of the invited organisation."""
    number = by_mail(db, new.letter, new.mail_key) if new.mail_key else None
    if number is not None:
        return one(db, number)
    return by_organisation(db, new.letter, new.organisation) if new.organisation else None


def _taken_up(db: Database, known: SignOn, new: NewSignOn, deed: Deed, actor: Actor, at: dt.datetime) -> Added:
    if known.state in SIGNED or not (known.state in before(new.state) or _may_be_asked(db, known, new)):
        return Added(known.id, fresh=False)
    organisation = new.organisation or known.organisation
    db.execute(_RENEW, _values(replace(new, organisation=organisation)) | {"signon": known.id})
    states = {"state": new.state.value, "from_state": known.state.value}
    db.execute(_MOVE, {"signon": known.id, "at": to_number(at), **states})
    counts.move(db, known.letter, known.kind, known.state, -1)
    counts.move(db, known.letter, known.kind, new.state, 1)
    held = _put_signer(db, known.id, new)
    line(db, known.id, new, deed, actor, held, at)
    return Added(known.id, fresh=True)


def _may_be_asked(db: Database, known: SignOn, new: NewSignOn) -> bool:
    """Whether an organisation that the table calls invited has its contact now, and not before."""
    return new.state is known.state is SignOnState.INVITED and signer(db, known.id) is None


def _put_signer(db: Database, signon: int, new: NewSignOn) -> Signer | None:
    """Keep who signs; None for a sign-on that nobody is named for."""
    if not (new.person or new.mail):
        return None
    values = {
        "signon": signon,
        "person": new.person,
        "role": new.role,
        "mail": new.mail,
        "mail_key": _mail_digest(new.letter, new.mail_key) if new.mail_key else None,
        "authority": new.authority,
        "note": new.note,
        "register": new.register,
    }
    held = signer(db, signon)
    if held is None:
        salt = secrets.token_bytes(16)
        db.execute(_ADD_SIGNER, values | {"salt": salt})
        return Signer(signon, new.person, new.role, new.mail, new.authority, salt=salt)
    db.execute(_PUT_SIGNER, values)
    return replace(held, person=new.person, role=new.role, mail=new.mail, authority=new.authority)


def _mail_digest(letter: str, mail_key: str) -> bytes:
    """What is kept in place of the two, which would weigh half a gigabyte for ten million."""
    return hashlib.sha256(f"{letter}\0{mail_key}".encode("utf-8", "surrogatepass")).digest()[:16]


def line(
    db: Database,
    signon: int,
    new: NewSignOn,
    deed: Deed,
    actor: Actor,
    who: Signer | None,
    at: dt.datetime,
    more: Mapping[str, str] = {},
) -> None:
    """Write down that a sign-on was made, or made anew."""
    made = {"kind": new.kind.value, "source": new.source.value, "state": new.state.value, "language": new.language}
    facts = made | dict(more)
    if new.kind is Kind.ORGANISATION:
        facts["name"] = new.name
    if new.register:
        facts["register"] = new.register
    if new.version is not None:
        facts["version"] = str(new.version)
    record.add(db, new.letter, signon, deed, actor, at, facts, private_digest(who) if who else b"")


def _values(new: NewSignOn) -> dict[str, Any]:
    return {
        "letter": new.letter,
        "kind": new.kind.value,
        "organisation": new.organisation,
        "name": new.name,
        "url": new.url,
        "country": new.country,
        "logo": new.logo,
        "state": new.state.value,
        "version": new.version,
        "language": new.language,
        "source": new.source.value,
    }


def signon_of(row: tuple[Any, ...]) -> SignOn:
    """The sign-on of a row of SIGNON."""
    number, letter, kind, organisation, name, url, country, logo, quote, *rest = row
    state, version, held, language, source, created_at, listed_at = rest
    return SignOn(
        number,
        letter,
        Kind(kind),
        organisation,
        name,
        url,
        country,
        logo,
        quote,
        SignOnState(state),
        version,
        bool(held),
        language,
        Source(source),
        from_number(created_at),
        from_number(listed_at) if listed_at is not None else None,
    )


def _signer(row: tuple[Any, ...]) -> Signer:
    signon, person, role, mail, authority, confirmed_at, how, until, note, generation, salt, register = row
    return Signer(
        signon,
        person,
        role,
        mail,
        authority,
        from_number(confirmed_at) if confirmed_at is not None else None,
        how,
        dt.date.fromisoformat(until) if until else None,
        note,
        generation,
        bytes(salt),
        register,
    )
