"""What came back, in the ledger: kept once, certain or not, and how long one waits before ringing."""

import datetime as dt

from made_ledger import LETTER, NOW, ZONE, released, rows, store_in_memory

from campaign.bounces import read
from campaign.delivery.calls import Ended
from campaign.delivery.states import State
from campaign.store import Store, deliveries, replies

HOUR = dt.timedelta(hours=1)


def a_bounce(about: str) -> bytes:
    return (
        b"Return-Path: <>\nFrom: mailer-daemon@parliament.example\nSubject: failure notice\n"
        b"X-Failed-Recipients: mep1@parliament.example\nMessage-ID: <b@parliament.example>\n\n"
        b"<mep1@parliament.example>:\n550 5.1.1 no\n\n--- Below this line is a copy of the message.\n\n"
        + about.encode()
    )


def in_state(store: Store, state: State) -> int:
    """A wave of one mail, by a person's word in that state."""
    dispatch = released(store, 1)
    (only,) = rows(store, dispatch)
    assert store.write(deliveries.settle, only.id, State.QUEUED, State.SENT, "by hand", NOW)
    if state is not State.SENT:
        store.write(lambda db: db.execute("UPDATE delivery SET state = ?", [state]))
    return dispatch


def test_a_bounce_moves_its_mail_once() -> None:
    """A bounce returns the mail that it names and is kept once, however often it is read."""
    mail = read(a_bounce("Message-ID: <first.1@coalition.example>\n"), NOW)
    with store_in_memory() as store:
        dispatch = in_state(store, State.SENT)
        assert store.write(replies.take, mail, "box", NOW) is not None
        assert store.write(replies.take, mail, "box", NOW) is None
        assert [each.state for each in rows(store, dispatch)] == [State.BOUNCED]
        assert store.read(replies.kinds, LETTER) == {"permanent": 1}
        last = store.read(deliveries.events, dispatch)[-1]
        told = "permanent from mailer-daemon@parliament.example (X-Failed-Recipients from a mail system)"
        assert (last.state, last.text) == (State.BOUNCED, f"{told} 5.1.1 550 5.1.1 no")


def test_an_uncertain_mail_is_settled_by_its_message_id_only() -> None:
    """A mail address alone is no evidence for an uncertain mail; its Message-ID is, and then the bounce returns it."""
    for about, wanted in (("", State.UNCERTAIN), ("Message-ID: <first.1@coalition.example>\n", State.BOUNCED)):
        with store_in_memory() as store:
            dispatch = in_state(store, State.UNCERTAIN)
            assert store.write(replies.take, read(a_bounce(about), NOW), "box", NOW) is not None
            assert [each.state for each in rows(store, dispatch)] == [wanted]


def test_a_mail_about_nothing_of_ours_is_not_kept() -> None:
    """What speaks of no delivery leaves no trace."""
    with store_in_memory() as store:
        in_state(store, State.SENT)
        lunch = read(b"From: x@y.example\nSubject: Lunch?\n\nToday?\n", NOW)
        assert store.write(replies.take, lunch, "box", NOW) is None
        assert store.read(replies.replies, LETTER) == ()


def test_who_gets_no_follow_up() -> None:
    """The store names whom a bounce stops, and how the newest delivery that has ended came out."""
    mail = read(a_bounce("Message-ID: <first.1@coalition.example>\n"), NOW)
    with store_in_memory() as store:
        in_state(store, State.SENT)
        assert store.read(replies.stopped, LETTER, ZONE) == {}
        assert store.read(replies.ended, LETTER) == (Ended("mep-1", State.SENT, NOW),)
        store.write(replies.take, mail, "box", NOW + HOUR)
        assert store.read(replies.stopped, LETTER, ZONE) == {"mep-1": "the mail came back on 20 April 2027"}
        released(store, 1, "second")
        assert store.read(replies.ended, LETTER) == (Ended("mep-1", State.BOUNCED, NOW),)
