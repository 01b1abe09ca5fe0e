"""What a mailer writes, many writes in one transaction, on both databases."""

import datetime as dt
from dataclasses import replace

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, handover, messages
from campaign.core.delivery.attempt import Outcome, Stage, judge
from campaign.core.delivery.states import DeliveryState
from campaign.core.message.wire import OwnPiece, join_pieces
from tests.helpers.ledger import NOW, claim, event_lines, planned_delivery, release_wave, rows, states

SENT, QUEUED, DEFERRED, FAILED, SENDING = (
    DeliveryState.SENT,
    DeliveryState.QUEUED,
    DeliveryState.DEFERRED,
    DeliveryState.FAILED,
    DeliveryState.SENDING,
)
TAKEN = Outcome(Stage.BODY, 250, 'Ok: "quoted" \\ Größe 李')
LATER = Outcome(Stage.RCPT, 450, "later")
REFUSED = Outcome(Stage.RCPT, 550, "5.1.1 no")


def outcome_write(delivery: int, outcome: Outcome) -> handover.LedgerWrite:
    return handover.record_outcome, (delivery, outcome, judge(outcome, 0, NOW, 5))


def test_many_writes_at_once(store: Store) -> None:
    """Starts, outcomes and a claim share a transaction; results come in order, and each row has its outcome."""
    mailing = release_wave(store, 6)
    ids = [taken.delivery.id for taken in claim(store, mailing, "one", number=5)]
    writes = [
        outcome_write(ids[0], TAKEN),
        (handover.mark_sending, (ids[0],)),
        outcome_write(ids[1], LATER),
        (handover.mark_sending, (ids[2],)),
        (handover.claim_due, (mailing, 3)),
        (handover.mark_sending, (ids[3],)),
        outcome_write(ids[4], REFUSED),
    ]
    *results, claimed, marked, refused = store.write(handover.together, writes, "one", NOW)
    assert (results, marked, refused) == ([True] * 4, True, True)
    assert [taken.delivery.addressee for taken in claimed] == ["mep-6"]
    assert states(store, mailing) == [SENT, DEFERRED, SENDING, SENDING, FAILED, QUEUED]
    assert [line[:4] for line in event_lines(store, mailing)] == [
        (1, SENT, "body", 250),
        (2, DEFERRED, "rcpt", 450),
        (5, FAILED, "rcpt", 550),
    ]
    first, second, *_ = rows(store, mailing)
    assert (first.reply_text, first.attempts, first.next_at) == (TAKEN.text, 1, None)
    assert (second.reply_code, second.next_at) == (450, NOW + dt.timedelta(minutes=5))


def test_writes_of_a_lost_claim(store: Store) -> None:
    """Another claim changes nothing; a server's answer to a body is stored even so."""
    mailing = release_wave(store, 3)
    ids = [taken.delivery.id for taken in claim(store, mailing, "one", number=3)]
    writes = [(handover.mark_sending, (ids[0],)), outcome_write(ids[1], REFUSED), outcome_write(ids[2], TAKEN)]
    assert store.write(handover.together, writes, "other", NOW) == [False] * 3
    assert states(store, mailing) == [QUEUED] * 3
    assert [line[:3] for line in event_lines(store, mailing)] == [(3, SENT, "body")]


def test_what_is_freed_is_claimed(store: Store) -> None:
    """A delivery whose connection broke can be claimed by a claim in the same transaction."""
    mailing = release_wave(store, 1)
    (mine,) = claim(store, mailing, "one")
    broke = Outcome(Stage.MAIL, None, "gone", reused=True)
    writes = [(handover.claim_due, (mailing, 5)), outcome_write(mine.delivery.id, broke)]
    (again, recorded) = store.write(handover.together, writes, "one", NOW)
    assert ([taken.delivery.id for taken in again], recorded) == ([mine.delivery.id], True)


def test_a_message_comes_with_its_claim(store: Store) -> None:
    """A claim returns a message's wire and own pieces; a large message is read separately."""
    shared = join_pieces([b"To: ", OwnPiece(0), b"\r\n\r\n", OwnPiece(1)])
    own = [(b"a", b"\x00\xff"), (b"b", b"x" * 600_000)]
    mails = [planned_delivery(number) for number in (1, 2, 3)]
    mails[:2] = [replace(mail, wire=shared, pieces=pieces) for mail, pieces in zip(mails, own, strict=False)]
    mailing = release_wave(store, 1, "another")
    version = rows(store, mailing)[0].mailing
    planned_wave = store.write(deliveries.plan, "exemption", "second", version, mails, NOW)
    assert planned_wave is not None
    store.write(deliveries.release, planned_wave.id, planned_wave.planned_at, NOW)
    small, large, whole = claim(store, planned_wave.id, "one", number=3)
    assert small.wire == large.wire is not None
    assert store.read(messages.wire, small.wire) == shared
    assert [tuple(messages.unpack(small.content or b"")), large.content, whole.wire] == [own[0], None, None]
    for claimed, mail in zip((small, large, whole), mails, strict=True):
        assert store.read(messages.message, claimed.delivery.id) == mail.message
        wire, pieces = store.read(messages.parts, claimed.delivery.id)
        assert wire.message(pieces) == mail.message


def test_a_wave_that_is_planned_anew_keeps_no_old_wires(store: Store) -> None:
    """Planning again deletes the wires of the earlier plan."""
    shared = join_pieces([b"x", OwnPiece(0)])
    mail = planned_delivery(1)
    first = replace(mail, wire=shared)
    mailing = release_wave(store, 1, "another")
    version = rows(store, mailing)[0].mailing
    for mails in ([first], [first], [mail]):
        assert store.write(deliveries.plan, "exemption", "second", version, mails, NOW) is not None
    assert store.read(lambda db: db.execute("SELECT count(*) FROM wire").fetchone()[0]) == 0
