"""What a mailer writes, many deeds in one transaction, on either database."""

import datetime as dt
from dataclasses import replace

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, handover, messages
from campaign.core.delivery.attempt import Outcome, Stage, judge
from campaign.core.delivery.states import State
from campaign.core.message.wire import Own, joined
from tests.helpers.ledger import NOW, claim, planned, released, rows, states, told

SENT, QUEUED, DEFERRED, FAILED, SENDING = State.SENT, State.QUEUED, State.DEFERRED, State.FAILED, State.SENDING
TAKEN = Outcome(Stage.BODY, 250, 'Ok: "quoted" \\ Größe 李')
LATER = Outcome(Stage.RCPT, 450, "later")
REFUSED = Outcome(Stage.MAIL, 550, "no")


def ended(delivery: int, outcome: Outcome) -> handover.Deed:
    return handover.recorded, (delivery, outcome, judge(outcome, 0, NOW, 5))


def test_many_deeds_at_once(store: Store) -> None:
    """Begins, ends and a claim share a transaction; each is answered at its place, each row says what it was told."""
    dispatch = released(store, 6)
    ids = [each.delivery.id for each in claim(store, dispatch, "one", number=5)]
    deeds = [
        ended(ids[0], TAKEN),
        (handover.begun, (ids[0],)),
        ended(ids[1], LATER),
        (handover.begun, (ids[2],)),
        (handover.claimed, (dispatch, 3)),
        (handover.begun, (ids[3],)),
        ended(ids[4], REFUSED),
    ]
    *held, claimed, begun, refused = store.write(handover.together, deeds, "one", NOW)
    assert (held, begun, refused) == ([True] * 4, True, True)
    assert [each.delivery.addressee for each in claimed] == ["mep-6"]
    assert states(store, dispatch) == [SENT, DEFERRED, SENDING, SENDING, FAILED, QUEUED]
    assert [line[:4] for line in told(store, dispatch)] == [
        (1, SENT, "body", 250),
        (2, DEFERRED, "rcpt", 450),
        (5, FAILED, "mail", 550),
    ]
    first, second, *_ = rows(store, dispatch)
    assert (first.reply_text, first.attempts, first.next_at) == (TAKEN.text, 1, None)
    assert (second.reply_code, second.next_at) == (450, NOW + dt.timedelta(minutes=5))


def test_deeds_of_a_claim_that_is_held_no_longer(store: Store) -> None:
    """Another's claim moves nothing; what a server said of a body is kept all the same."""
    dispatch = released(store, 3)
    ids = [each.delivery.id for each in claim(store, dispatch, "one", number=3)]
    deeds = [(handover.begun, (ids[0],)), ended(ids[1], REFUSED), ended(ids[2], TAKEN)]
    assert store.write(handover.together, deeds, "other", NOW) == [False] * 3
    assert states(store, dispatch) == [QUEUED] * 3
    assert [line[:3] for line in told(store, dispatch)] == [(3, SENT, "body")]


def test_what_is_freed_is_claimed(store: Store) -> None:
    """A delivery whose connection broke is claimed again by the claim that waits behind it."""
    dispatch = released(store, 1)
    (mine,) = claim(store, dispatch, "one")
    broke = Outcome(Stage.MAIL, None, "gone", reused=True)
    deeds = [(handover.claimed, (dispatch, 5)), ended(mine.delivery.id, broke)]
    (again, held) = store.write(handover.together, deeds, "one", NOW)
    assert ([each.delivery.id for each in again], held) == ([mine.delivery.id], True)


def test_a_message_comes_with_its_claim(store: Store) -> None:
    """As the wire that it shares and its own pieces; a large one is read by itself."""
    shared = joined([b"To: ", Own(0), b"\r\n\r\n", Own(1)])
    own = [(b"a", b"\x00\xff"), (b"b", b"x" * 600_000)]
    mails = [planned(number) for number in (1, 2, 3)]
    mails[:2] = [
        type(mail)(
            **{name: getattr(mail, name) for name in mail.__dataclass_fields__} | {"wire": shared, "own": pieces}
        )
        for mail, pieces in zip(mails, own, strict=False)
    ]
    dispatch = released(store, 1, "another")
    version = rows(store, dispatch)[0].dispatch
    planned_wave = store.write(deliveries.plan, "exemption", "second", version, mails, NOW)
    assert planned_wave is not None
    store.write(deliveries.release, planned_wave.id, planned_wave.planned_at, NOW)
    small, large, whole = claim(store, planned_wave.id, "one", number=3)
    assert small.wire == large.wire is not None
    assert store.read(messages.wire, small.wire) == shared
    assert [tuple(messages.unpacked(small.kept or b"")), large.kept, whole.wire] == [own[0], None, None]
    for claimed, mail in zip((small, large, whole), mails, strict=True):
        assert store.read(messages.message, claimed.delivery.id) == mail.message
        wire, pieces = store.read(messages.parts, claimed.delivery.id)
        assert wire.message(pieces) == mail.message


def test_a_wave_that_is_planned_anew_keeps_no_old_wires(store: Store) -> None:
    """What an earlier plan shared goes with it."""
    shared = joined([b"x", Own(0)])
    mail = planned(1)
    first = replace(mail, wire=shared)
    dispatch = released(store, 1, "another")
    version = rows(store, dispatch)[0].dispatch
    for mails in ([first], [first], [mail]):
        assert store.write(deliveries.plan, "exemption", "second", version, mails, NOW) is not None
    assert store.read(lambda db: db.execute("SELECT count(*) FROM wire").fetchone()[0]) == 0
