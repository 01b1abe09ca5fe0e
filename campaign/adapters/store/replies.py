"""What came back for a delivery, and where addressees stand. A reply is kept once, by its Message-ID."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries, settling
from campaign.adapters.store.times import from_text, to_text
from campaign.core.delivery.answered import AnsweredMail, Came, KeptFile, Position, Reply
from campaign.core.delivery.calls import Ended
from campaign.core.delivery.states import State
from campaign.core.replies import AutomaticAnswer, Bounce, BounceKind, HumanReply, Incoming

_FOUND = (
    "SELECT v.id, v.addressee, v.name, v.state, d.letter FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch"
)
_GONE = "v.state NOT IN ('planned', 'cancelled', 'expired')"
_BY_ID = f"{_FOUND} WHERE v.message_id = :message_id AND {_GONE}"
_BY_MAIL = f"""
    {_FOUND} WHERE lower(v.mail) = :mail AND v.state IN ('sent', 'uncertain', 'bounced') ORDER BY v.id DESC LIMIT 1"""
_ADD = """
    INSERT INTO reply (delivery, addressee, at, kind, subject, text, rule, message_id, source, away_until, attachments)
    VALUES (:delivery, :addressee, :at, :kind, :subject, :text, :rule, :message_id, :source, :away_until, :attachments)
    ON CONFLICT (message_id) DO NOTHING RETURNING id"""
_ALL = """
    SELECT r.addressee, v.name, r.at, r.kind, r.subject, r.text, r.rule, r.away_until, r.attachments,
        r.message_id
    FROM reply AS r JOIN delivery AS v ON v.id = r.delivery JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter ORDER BY r.at, r.id"""
_CAME = """
    SELECT r.addressee, r.at, r.kind, r.away_until
    FROM reply AS r JOIN delivery AS v ON v.id = r.delivery JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' ORDER BY r.id"""
_ADD_POSITION = """
    INSERT INTO position (letter, addressee, at, stance, way, note)
    VALUES (:letter, :addressee, :at, :stance, :way, :note)"""
_POSITIONS = "SELECT addressee, at, stance, way, note FROM position WHERE letter = :letter ORDER BY id"
_PLACE = "SELECT uidvalidity, last_uid FROM mailbox WHERE source = :source"
_PUT_PLACE = """
    INSERT INTO mailbox (source, uidvalidity, last_uid) VALUES (:source, :uidvalidity, :last_uid)
    ON CONFLICT (source) DO UPDATE SET uidvalidity = excluded.uidvalidity, last_uid = CASE
        WHEN mailbox.uidvalidity = excluded.uidvalidity AND mailbox.last_uid > excluded.last_uid THEN mailbox.last_uid
        ELSE excluded.last_uid END"""
# What a server took has the time at which it did, whatever came back later.
_ENDED = """
    SELECT v.addressee, v.state, coalesce(
        (SELECT min(e.at) FROM delivery_event AS e WHERE e.delivery = v.id AND e.state = 'sent'), v.changed_at)
    FROM delivery AS v WHERE v.id IN (
        SELECT max(w.id) FROM delivery AS w JOIN dispatch AS d ON d.id = w.dispatch
        WHERE d.letter = :letter AND d.kind = 'letter' AND w.state IN ('sent', 'bounced', 'failed')
        GROUP BY w.addressee)
    ORDER BY v.id"""
_KINDS = """
    SELECT r.kind, count(*) FROM reply AS r JOIN delivery AS v ON v.id = r.delivery
    JOIN dispatch AS d ON d.id = v.dispatch WHERE d.letter = :letter AND d.kind = 'letter'
    GROUP BY r.kind ORDER BY r.kind"""
_MESSAGE_IDS = "SELECT message_id FROM reply WHERE attachments <> '' ORDER BY id"
_FIRST_AT = "SELECT min(released_at) FROM dispatch WHERE released_at IS NOT NULL"


def find(db: Database, mail: Incoming) -> AnsweredMail | None:
    """The delivery that a mail speaks of."""
    for message_id in mail.about:
        if row := db.execute(_BY_ID, {"message_id": message_id}).fetchone():
            return _found(row, certain=True)
    for address in mail.concerns:
        if row := db.execute(_BY_MAIL, {"mail": address}).fetchone():
            return _found(row, certain=False)
    return None


def take(
    db: Database,
    mail: Incoming,
    source: str,
    at: dt.datetime,
    keep_files: Callable[[Incoming], object] = lambda _: None,
) -> AnsweredMail | None:
    """Keep a mail that speaks of a delivery, and move the delivery as it says. None when it is known or strange.

    What came back proves that an uncertain mail had gone out; a bounce then returns it. `keep_files` is called with a
    mail that is kept, before that is on record; what it raises undoes the record.
    """
    found = find(db, mail)
    if found is None or db.execute(_ADD, _values(mail, found, source, at)).fetchone() is None:
        return None
    keep_files(mail)
    evidence = f"{mail.kind} from {mail.sender or 'nobody'} ({mail.rule})"
    state = found.state
    if state is State.UNCERTAIN and found.certain:
        settling.settle(db, found.delivery, state, State.SENT, f"settled by what came back: {evidence}", at)
        state = State.SENT
    if isinstance(mail.what, Bounce):
        told = " ".join(filter(None, (evidence, mail.what.status, mail.what.text)))
        if mail.what.kind is BounceKind.PERMANENT and state is State.SENT:
            settling.settle(db, found.delivery, state, State.BOUNCED, told, at)
        else:
            deliveries.note(db, found.delivery, state, told, at)
    return found


def take_all(
    db: Database,
    mails: Sequence[Incoming],
    source: str,
    uidvalidity: int,
    last_uid: int,
    at: dt.datetime,
    keep_files: Callable[[Incoming], object] = lambda _: None,
) -> list[AnsweredMail | None]:
    """Keep what was read together, and how far the mailbox was read, never one without the other."""
    found = [take(db, mail, source, at, keep_files) for mail in mails]
    put_place(db, source, uidvalidity, last_uid)
    return found


def replies(db: Database, letter: str) -> tuple[Reply, ...]:
    """What came back for a letter, oldest first."""
    return tuple(_reply(row) for row in db.execute(_ALL, {"letter": letter}).fetchall())


def came(db: Database, letter: str) -> tuple[Came, ...]:
    """The same without its words, of mails to addressees only: what decides who is rung."""
    rows = db.execute(_CAME, {"letter": letter}).fetchall()
    return tuple(Came(row[0], from_text(row[1]), row[2], _day(row[3])) for row in rows)


def kinds(db: Database, letter: str) -> dict[str, int]:
    """How much of each kind came back for a letter."""
    return dict(db.execute(_KINDS, {"letter": letter}).fetchall())


def add_position(db: Database, letter: str, position: Position) -> None:
    """Record where an addressee stands."""
    values = {"letter": letter, "addressee": position.addressee, "at": to_text(position.at)}
    db.execute(_ADD_POSITION, {**values, "stance": position.stance, "way": position.way, "note": position.note})


def positions(db: Database, letter: str) -> dict[str, Position]:
    """The newest position of each addressee, by key."""
    rows = db.execute(_POSITIONS, {"letter": letter}).fetchall()
    return {row[0]: Position(row[0], from_text(row[1]), *row[2:]) for row in rows}


def ended(db: Database, letter: str) -> tuple[Ended, ...]:
    """How the newest delivery to each addressee ended, of those that have."""
    rows = db.execute(_ENDED, {"letter": letter}).fetchall()
    return tuple(Ended(key, State(state), from_text(at)) for key, state, at in rows)


def with_files(db: Database) -> tuple[str, ...]:
    """The Message-IDs of the replies that have files."""
    return tuple(row[0] for row in db.execute(_MESSAGE_IDS, {}).fetchall())


def first_released_at(db: Database) -> dt.datetime | None:
    """When the first wave of any letter went; nothing older can be an answer."""
    text = db.execute(_FIRST_AT).fetchone()[0]
    return from_text(text) if text else None


def place(db: Database, source: str) -> tuple[int, int]:
    """A mailbox's UIDVALIDITY and the last UID that was read; zeros for a new one."""
    row = db.execute(_PLACE, {"source": source}).fetchone()
    return (row[0], row[1]) if row else (0, 0)


def put_place(db: Database, source: str, uidvalidity: int, last_uid: int) -> None:
    """Remember how far a mailbox was read. Who read less meanwhile takes nothing back."""
    db.execute(_PUT_PLACE, {"source": source, "uidvalidity": uidvalidity, "last_uid": last_uid})


def _values(mail: Incoming, found: AnsweredMail, source: str, at: dt.datetime) -> dict[str, Any]:
    until = mail.what.until if isinstance(mail.what, AutomaticAnswer) else None
    files = mail.what.attachments if isinstance(mail.what, HumanReply) else ()
    return {
        "delivery": found.delivery,
        "addressee": found.addressee,
        "at": to_text(min(mail.dated_at or at, at)),
        "kind": mail.kind,
        "subject": mail.subject,
        "text": mail.what.text,
        "rule": mail.rule,
        "message_id": mail.message_id,
        "source": source,
        "away_until": until.isoformat() if until else None,
        "attachments": "\n".join(f"{each.name}\t{each.kind}\t{len(each.data)}" for each in files),
    }


def _found(row: tuple[Any, ...], *, certain: bool) -> AnsweredMail:
    return AnsweredMail(row[0], row[1], row[2], State(row[3]), row[4], certain)


def _reply(row: tuple[Any, ...]) -> Reply:
    addressee, name, at, kind, subject, text, rule, until, files, message_id = row
    kept = tuple(_file(each) for each in files.splitlines())
    return Reply(addressee, name, from_text(at), kind, subject, text, rule, _day(until), kept, message_id)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _file(text: str) -> KeptFile:
    """A file as it is kept: "name<TAB>media type<TAB>bytes", or, of old, its name alone."""
    name, kind, size = (*text.split("\t"), "", "")[:3]
    return KeptFile(name, kind, int(size or 0))
