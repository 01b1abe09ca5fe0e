"""Replies, automatic answers and bounces to deliveries, and positions of addressees. A Message-ID is stored once."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries, settlement
from campaign.adapters.store.times import from_text, to_text
from campaign.core.delivery.calls import DeliveryResult
from campaign.core.delivery.replies import (
    CallNote,
    MatchedDelivery,
    Position,
    Reply,
    ReplyFile,
    ReplyProof,
    ReplySummary,
)
from campaign.core.delivery.states import DeliveryState
from campaign.core.replies import AutomaticAnswer, Bounce, BounceKind, HumanReply, IncomingMail

_MATCH = (
    "SELECT v.id, v.addressee, v.name, v.state, d.letter FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch"
)
_WENT_OUT = "v.state NOT IN ('planned', 'cancelled', 'expired')"
_BY_ID = f"{_MATCH} WHERE v.message_id = :message_id AND {_WENT_OUT}"
_BY_MAIL = f"""
    {_MATCH} WHERE lower(v.mail) = :mail AND v.state IN ('sent', 'uncertain', 'bounced') ORDER BY v.id DESC LIMIT 1"""
_ADD = """
    INSERT INTO reply (delivery, addressee, at, kind, subject, text, rule, message_id, source, away_until, attachments,
        proof)
    VALUES (:delivery, :addressee, :at, :kind, :subject, :text, :rule, :message_id, :source, :away_until, :attachments,
        :proof)
    ON CONFLICT (message_id) DO NOTHING RETURNING id"""
_ALL = """
    SELECT r.addressee, v.name, r.at, r.kind, r.subject, r.text, r.rule, r.away_until, r.attachments,
        r.message_id, r.proof
    FROM reply AS r JOIN delivery AS v ON v.id = r.delivery JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter ORDER BY r.at, r.id"""
_ARRIVALS = """
    SELECT r.addressee, r.at, r.kind, r.away_until, r.proof
    FROM reply AS r JOIN delivery AS v ON v.id = r.delivery JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' ORDER BY r.id"""
_ADD_POSITION = """
    INSERT INTO position (letter, addressee, at, stance, way, note)
    VALUES (:letter, :addressee, :at, :stance, :way, :note)"""
_POSITIONS = "SELECT addressee, at, stance, way, note FROM position WHERE letter = :letter ORDER BY id"
_MAILBOX_PROGRESS = "SELECT uidvalidity, last_uid FROM mailbox WHERE source = :source"
_PUT_MAILBOX_PROGRESS = """
    INSERT INTO mailbox (source, uidvalidity, last_uid) VALUES (:source, :uidvalidity, :last_uid)
    ON CONFLICT (source) DO UPDATE SET uidvalidity = excluded.uidvalidity, last_uid = CASE
        WHEN mailbox.uidvalidity = excluded.uidvalidity AND mailbox.last_uid > excluded.last_uid THEN mailbox.last_uid
        ELSE excluded.last_uid END"""
# The time of an email that a server accepted is the time of that, even if a bounce came later.
_FINAL = """
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
_CLAIMS = f"{_ALL.partition('ORDER BY')[0]} AND r.addressee = :addressee AND r.proof = 'claim' ORDER BY r.at, r.id"
_CONFIRM = """
    UPDATE reply SET proof = 'confirmed' WHERE message_id = :message_id AND proof = 'claim' RETURNING delivery"""
_FIRST_AT = "SELECT min(released_at) FROM dispatch WHERE released_at IS NOT NULL"


def find(db: Database, mail: IncomingMail) -> MatchedDelivery | None:
    """Return the delivery that an incoming email is about, with what proves it; None if there is none.

    A Message-ID of ours proves it. Otherwise the newest delivery to an address in it, which only proves something
    when the mailbox's own server says that the email comes from there.
    """
    for message_id in mail.about:
        if row := db.execute(_BY_ID, {"message_id": message_id}).fetchone():
            return _matched(row, ReplyProof.MESSAGE_ID)
    for address in mail.concerns:
        if row := db.execute(_BY_MAIL, {"mail": address}).fetchone():
            is_from_there = address == mail.verified_sender and not isinstance(mail.content, Bounce)
            return _matched(row, ReplyProof.SENDER if is_from_there else ReplyProof.CLAIM)
    return None


def add(
    db: Database,
    mail: IncomingMail,
    source: str,
    at: dt.datetime,
    save_files: Callable[[IncomingMail], object] = lambda _: None,
) -> MatchedDelivery | None:
    """Store an incoming email about a delivery, and change the delivery's state accordingly.

    Only an email that names our Message-ID does that: any such answer proves that an uncertain delivery was sent; a
    permanent bounce makes it `bounced`. `save_files` is called before the email is stored; if it raises, nothing is
    stored.

    Returns the delivery, or None if the email is stored already or is about no delivery.
    """
    match = find(db, mail)
    if match is None or db.execute(_ADD, _values(mail, match, source, at)).fetchone() is None:
        return None
    save_files(mail)
    if match.proof is ReplyProof.MESSAGE_ID:
        _change_state(db, mail, match, at)
    return match


def _change_state(db: Database, mail: IncomingMail, match: MatchedDelivery, at: dt.datetime) -> None:
    evidence = f"{mail.kind} from {mail.sender or 'nobody'} ({mail.rule})"
    state = match.state
    if state is DeliveryState.UNCERTAIN:
        settlement.settle(db, match.delivery, state, DeliveryState.SENT, f"settled by an answer: {evidence}", at)
        state = DeliveryState.SENT
    if isinstance(mail.content, Bounce):
        text = " ".join(filter(None, (evidence, mail.content.status, mail.content.text)))
        if mail.content.kind is BounceKind.PERMANENT and state is DeliveryState.SENT:
            settlement.settle(db, match.delivery, state, DeliveryState.BOUNCED, text, at)
        else:
            deliveries.note(db, match.delivery, state, text, at)


def add_all(
    db: Database,
    mails: Sequence[IncomingMail],
    source: str,
    uidvalidity: int,
    last_uid: int,
    at: dt.datetime,
    save_files: Callable[[IncomingMail], object] = lambda _: None,
) -> list[MatchedDelivery | None]:
    """Store incoming emails together with how far the mailbox was read. Returns the delivery of each, as `add`."""
    matches = [add(db, mail, source, at, save_files) for mail in mails]
    put_mailbox_progress(db, source, uidvalidity, last_uid)
    return matches


def replies(db: Database, letter: str) -> tuple[Reply, ...]:
    """Return the replies, automatic answers and bounces to a letter, oldest first."""
    return tuple(reply_of(row) for row in db.execute(_ALL, {"letter": letter}).fetchall())


def claims(db: Database, letter: str, addressee: str) -> tuple[Reply, ...]:
    """Return what only says that it is from an addressee, oldest first."""
    return tuple(reply_of(row) for row in db.execute(_CLAIMS, {"letter": letter, "addressee": addressee}).fetchall())


def confirm(db: Database, message_id: str, evidence: str, at: dt.datetime) -> bool:
    """Let a claim count as an answer, on a person's word. False if it is none any more."""
    row = db.execute(_CONFIRM, {"message_id": message_id}).fetchone()
    if row is None:
        return False
    deliveries.note(db, row[0], deliveries.state_of(db, row[0]), f"a reply was confirmed: {evidence}", at)
    return True


def arrivals(db: Database, letter: str) -> tuple[ReplySummary, ...]:
    """Return the same without text, only for emails to addressees: this decides who is called."""
    rows = db.execute(_ARRIVALS, {"letter": letter}).fetchall()
    return tuple(ReplySummary(row[0], from_text(row[1]), row[2], _day(row[3]), ReplyProof(row[4])) for row in rows)


def count_by_kind(db: Database, letter: str) -> dict[str, int]:
    """Return how many there are of each kind for a letter."""
    return dict(db.execute(_KINDS, {"letter": letter}).fetchall())


def add_position(db: Database, letter: str, position: Position) -> None:
    """Add a position of an addressee."""
    values = {"letter": letter, "addressee": position.addressee, "at": to_text(position.at)}
    db.execute(_ADD_POSITION, {**values, "stance": position.stance, "way": position.way, "note": position.note})


def add_call_note(db: Database, letter: str, note: CallNote) -> None:
    """Add what came of a call that gave no position."""
    db.execute(
        "INSERT INTO call_note (letter, addressee, at, note) VALUES (:letter, :addressee, :at, :note)",
        {"letter": letter, "addressee": note.addressee, "at": to_text(note.at), "note": note.note},
    )


def call_notes(db: Database, letter: str) -> tuple[CallNote, ...]:
    """Return what came of all calls that gave no position, oldest first."""
    rows = db.execute(
        "SELECT addressee, at, note FROM call_note WHERE letter = :letter ORDER BY id", {"letter": letter}
    )
    return tuple(CallNote(addressee, from_text(at), note) for addressee, at, note in rows.fetchall())


def positions(db: Database, letter: str) -> dict[str, Position]:
    """Return the newest position of each addressee, by key."""
    rows = db.execute(_POSITIONS, {"letter": letter}).fetchall()
    return {row[0]: Position(row[0], from_text(row[1]), *row[2:]) for row in rows}


def final_deliveries(db: Database, letter: str) -> tuple[DeliveryResult, ...]:
    """Return how the newest finished delivery to each addressee ended."""
    rows = db.execute(_FINAL, {"letter": letter}).fetchall()
    return tuple(DeliveryResult(key, DeliveryState(state), from_text(at)) for key, state, at in rows)


def message_ids_with_files(db: Database) -> tuple[str, ...]:
    """Return the Message-IDs of the replies that have attachments."""
    return tuple(row[0] for row in db.execute(_MESSAGE_IDS, {}).fetchall())


def first_released_at(db: Database) -> dt.datetime | None:
    """Return when the first wave of any letter was released: an older email cannot be an answer. None if none was."""
    text = db.execute(_FIRST_AT).fetchone()[0]
    return from_text(text) if text else None


def mailbox_progress(db: Database, source: str) -> tuple[int, int]:
    """Return UIDVALIDITY and the last UID that was read of a mailbox (RFC 3501); zeros for a new one."""
    row = db.execute(_MAILBOX_PROGRESS, {"source": source}).fetchone()
    return (row[0], row[1]) if row else (0, 0)


def put_mailbox_progress(db: Database, source: str, uidvalidity: int, last_uid: int) -> None:
    """Store how far a mailbox was read. A lower UID never replaces a higher one of the same UIDVALIDITY."""
    db.execute(_PUT_MAILBOX_PROGRESS, {"source": source, "uidvalidity": uidvalidity, "last_uid": last_uid})


def _values(mail: IncomingMail, match: MatchedDelivery, source: str, at: dt.datetime) -> dict[str, Any]:
    until = mail.content.until if isinstance(mail.content, AutomaticAnswer) else None
    files = mail.content.attachments if isinstance(mail.content, HumanReply) else ()
    return {
        "delivery": match.delivery,
        "addressee": match.addressee,
        "at": to_text(min(mail.dated_at or at, at)),
        "kind": mail.kind,
        "subject": mail.subject,
        "text": mail.content.text,
        "rule": mail.rule,
        "message_id": mail.message_id,
        "source": source,
        "away_until": until.isoformat() if until else None,
        "attachments": "\n".join(f"{file.name}\t{file.kind}\t{len(file.data)}" for file in files),
        "proof": str(match.proof),
    }


def _matched(row: tuple[Any, ...], proof: ReplyProof) -> MatchedDelivery:
    return MatchedDelivery(row[0], row[1], row[2], DeliveryState(row[3]), row[4], proof)


def reply_of(row: tuple[Any, ...]) -> Reply:
    """Return the reply in a row with the columns from `addressee` to `proof` of `replies`."""
    addressee, name, at, kind, subject, text, rule, until, files, message_id, proof = row
    attachments = tuple(_file(line) for line in files.splitlines())
    values = (addressee, name, from_text(at), kind, subject, text, rule, _day(until), attachments, message_id)
    return Reply(*values, ReplyProof(proof))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _file(text: str) -> ReplyFile:
    """Read a stored attachment: "name<TAB>media type<TAB>size in bytes", or only its name in old databases."""
    name, kind, size = (*text.split("\t"), "", "")[:3]
    return ReplyFile(name, kind, int(size or 0))
