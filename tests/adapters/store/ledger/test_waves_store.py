"""Waves in the store: what they are for, held and let go, what came before them, what was answered since."""

import datetime as dt
from dataclasses import replace

from campaign.adapters.store import Store, people, replies
from campaign.adapters.store.ledger import deliveries, handover, waves
from campaign.adapters.store.ledger.waves import Answered, Intent
from campaign.adapters.store.replies import Position
from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import Past, Purpose
from campaign.core.delivery.records import Post
from campaign.core.delivery.states import State
from campaign.core.replies import read
from tests.helpers.ledger import LETTER, NOW, begin, claim, plan, planned, released, rows, states, told

LATER = NOW + dt.timedelta(hours=3)
INTENT = Intent(Purpose.LAST_CALL, LATER, ("laion", "wikimedia"))


def test_what_a_wave_is_for(store: Store) -> None:
    """Purpose, time and signatories are kept with a wave until it is released, and then stay as they are."""
    wave = plan(store, 1)
    kept = store.write(waves.describe, wave, INTENT)
    assert (kept.purpose, kept.not_before_at, kept.signatories) == (Purpose.LAST_CALL, LATER, ("laion", "wikimedia"))
    assert store.write(deliveries.release, wave.id, wave.planned_at, NOW)
    assert store.write(waves.describe, wave, Intent()).purpose is Purpose.LAST_CALL
    assert store.read(deliveries.one_dispatch, wave.id).signatories == ("laion", "wikimedia")


def test_planned_with_its_mails(store: Store) -> None:
    """A plan is kept with what it is for; a released wave is not planned anew."""
    first = plan(store, 1)
    made = store.write(waves.plan, LETTER, "first", first.version, [], INTENT, NOW)
    assert made is not None
    assert (made.purpose, rows(store, made.id)) == (Purpose.LAST_CALL, ())
    store.write(deliveries.release, made.id, made.planned_at, NOW)
    assert store.write(waves.plan, LETTER, "first", first.version, [], Intent(), NOW) is None


def test_a_wave_is_added_to(store: Store) -> None:
    """Further mails follow the first ones; none follow once the wave is planned anew or released."""
    first = plan(store, 2)
    assert store.write(deliveries.add, first, [planned(3)])
    assert [each.addressee for each in rows(store, first.id)] == ["mep-1", "mep-2", "mep-3"]
    anew = store.write(waves.plan, LETTER, "first", first.version, [planned(1)], Intent(), LATER)
    assert anew is not None
    assert not store.write(deliveries.add, first, [planned(4)])
    assert store.write(deliveries.release, anew.id, anew.planned_at, LATER)
    assert not store.write(deliveries.add, anew, [planned(4)])
    assert [each.addressee for each in rows(store, first.id)] == ["mep-1"]


def test_a_paused_wave_is_not_claimed(store: Store) -> None:
    """While it is held no mail of it is taken, and none that was taken goes out; other waves are not held with it."""
    first, second = released(store, 2), released(store, 1, "second")
    (taken,) = claim(store, first, "me")
    assert store.write(waves.pause, first, "a doubt", NOW)
    assert not store.write(waves.pause, first, "another", NOW)
    assert claim(store, first, "me") == ()
    assert not begin(store, taken.delivery.id, "me")
    assert len(claim(store, second, "me")) == 1
    assert do(store, "me", (handover.let_go, ([taken.delivery.id],))) == [None]
    kept = store.read(deliveries.one_dispatch, first)
    assert (kept.paused_at, kept.paused_why) == (NOW, "a doubt")
    assert store.write(waves.unpause, first)
    assert not store.write(waves.unpause, first)
    assert claim(store, first, "me") == (taken,)
    assert begin(store, taken.delivery.id, "me")


def do(store: Store, claim: str, *deeds: handover.Deed) -> list[object]:
    """What a mailer writes, and what it is told."""
    return store.write(handover.together, deeds, claim, NOW)


def test_a_body_that_was_kept_back(store: Store) -> None:
    """A mail that was on its way on disk, but not in truth, is again as it was before, and nothing is told of it."""
    dispatch = released(store, 1)
    (taken,) = claim(store, dispatch, "me")
    assert begin(store, taken.delivery.id, "me")
    do(store, "you", (handover.taken_back, (taken.delivery.id, State.QUEUED)))
    assert states(store, dispatch) == [State.SENDING]
    do(store, "me", (handover.taken_back, (taken.delivery.id, State.QUEUED)))
    assert (states(store, dispatch), told(store, dispatch)) == ([State.QUEUED], [])
    assert claim(store, dispatch, "me") == (taken,)


def test_a_deferred_body_that_was_kept_back(store: Store) -> None:
    """A mail that was deferred before it was kept back is deferred again, and due as before."""
    dispatch = released(store, 1)
    (taken,) = claim(store, dispatch, "me")
    do(store, "me", (handover.put_off, (taken.delivery.id, State.DEFERRED, NOW, "wait")))
    assert claim(store, dispatch, "me")
    assert begin(store, taken.delivery.id, "me")
    do(store, "me", (handover.taken_back, (taken.delivery.id, State.DEFERRED)))
    assert states(store, dispatch) == [State.DEFERRED]
    assert store.read(deliveries.next_due, dispatch) == NOW


def test_only_what_is_released_is_paused(store: Store) -> None:
    """A planned wave goes nowhere and need not be held."""
    assert not store.write(waves.pause, plan(store, 1).id, "a doubt", NOW)


def test_what_waits(store: Store) -> None:
    """The released waves with mails to send, the oldest first, paused ones too."""
    first, second = released(store, 1), released(store, 1, "second")
    plan(store, 1, "third")
    store.write(waves.pause, second, "a doubt", NOW)
    assert [each.id for each in store.read(waves.waiting)] == [first, second]
    store.write(deliveries.close, first, State.CANCELLED, "called off", NOW)
    assert [each.id for each in store.read(waves.waiting)] == [second]


def test_put_off_and_called_off(store: Store) -> None:
    """A claimed mail waits for its time, or is closed, with the reason on record; somebody else's is left alone."""
    dispatch = released(store, 2)
    one, two = (each.delivery.id for each in claim(store, dispatch, "me", number=2))
    waits = (handover.put_off, (one, State.DEFERRED, LATER, "its window"))
    answered = (handover.put_off, (two, State.CANCELLED, None, "answered"))
    assert do(store, "you", waits) == [False]
    assert do(store, "me", waits, answered, answered) == [True, True, False]
    assert states(store, dispatch) == [State.DEFERRED, State.CANCELLED]
    assert told(store, dispatch) == [(1, "deferred", "", None, "its window"), (2, "cancelled", "", None, "answered")]
    assert store.read(deliveries.next_due, dispatch) == LATER
    assert claim(store, dispatch, "me") == ()
    assert len(claim(store, dispatch, "me", LATER)) == 1


def test_what_came_before(store: Store) -> None:
    """The deliveries of a letter's other waves, without what was only planned and without mail to signatories."""
    first = released(store, 1)
    plan(store, 1, "second")
    invited = released(store, 1, "invited")
    store.write(lambda db: db.execute("UPDATE dispatch SET kind = 'invitation' WHERE id = :id", {"id": invited}))
    past = Past("mep-1", "mep1@parliament.example", "first", Purpose.FIRST, State.QUEUED)
    assert store.read(waves.past, LETTER, "second") == (past,)
    assert store.read(waves.past, LETTER, "first") == ()
    assert store.read(waves.past, "another", "second") == ()
    assert store.read(deliveries.one_dispatch, first).post is Post.LETTER


def test_who_answered(store: Store) -> None:
    """People's replies, complaints and positions, of one or of all; no machine's answer, and none to another letter."""
    released(store, 3)
    answers = {1: "Thank you.", 2: "I am out of office."}
    for number, text in answers.items():
        machine = "Auto-Submitted: auto-replied\n" if number == 2 else ""
        mail = (
            f"From: mep{number}@parliament.example\nMessage-ID: <r{number}@parliament.example>\n{machine}"
            f"In-Reply-To: <first.{number}@coalition.example>\nSubject: Re: Letter\n\n{text}\n"
        )
        assert store.write(replies.take, read(mail.encode(), NOW), "box", NOW)
    store.write(replies.add_position, LETTER, Position("mep-3", LATER, "against", "phone", "no"))
    store.write(replies.add_position, "another", Position("mep-2", LATER, "against", "phone", "no"))
    wrote, said = Answered("mep-1", "person", NOW, ""), Answered("mep-3", "position", LATER, "against")
    assert store.read(waves.answered, LETTER) == (wrote, said)
    assert store.read(waves.answered, LETTER, "mep-3") == (said,)
    assert store.read(waves.answered, LETTER, "mep-2") == ()


def test_what_went_lately(store: Store) -> None:
    """Mails that went or may have gone are counted once each, from when they went, of all waves."""
    dispatch = released(store, 3)
    one, two, three = rows(store, dispatch)
    day_before = NOW - dt.timedelta(hours=25)
    assert store.write(deliveries.settle, one.id, State.QUEUED, State.SENT, "by hand", day_before)
    assert store.write(deliveries.settle, three.id, State.QUEUED, State.SENT, "by hand", LATER)
    assert store.write(deliveries.settle, two.id, State.QUEUED, State.SENT, "by hand", NOW)
    store.write(deliveries.note, two.id, State.SENT, "once more told", LATER)
    assert store.read(waves.gone_since, NOW - dt.timedelta(hours=24)) == ((two.mail, NOW), (three.mail, LATER))


def test_where_addressees_are(store: Store) -> None:
    """Each country once, and the one of an addressee; "" for what is not known."""
    found = [Addressee(f"mep-{at}", f"M{at}", "M", country=where) for at, where in enumerate(("Italy", "", "Italy"))]
    store.write(people.put_addressees, LETTER, found, NOW)
    assert store.read(waves.countries, LETTER) == ("", "Italy")
    assert [store.read(waves.country, LETTER, key) for key in ("mep-0", "mep-1", "nobody")] == ["Italy", "", ""]


def test_who_left_the_list_since_a_wave_was_planned(store: Store) -> None:
    """Named are those of a planned wave who are off the list, and those whose mail address is another one."""
    wave = plan(store, 3)
    same, moved, _ = (Addressee(each.addressee, each.name, each.name, mail=each.mail) for each in rows(store, wave.id))
    store.write(people.put_addressees, LETTER, [same, replace(moved, mail="new@parliament.example")], NOW)
    assert store.read(deliveries.readdressed, wave) == tuple(each.name for each in rows(store, wave.id)[1:])
