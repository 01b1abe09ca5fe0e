"""Waves in the database: purpose, pausing, earlier deliveries, and answers."""

import datetime as dt
from dataclasses import replace

from campaign.adapters.store import Store, people, replies
from campaign.adapters.store.ledger import deliveries, handover, waves
from campaign.adapters.store.ledger.waves import AddresseeAnswer, Intent
from campaign.adapters.store.replies import Position
from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import PastDelivery, WavePurpose
from campaign.core.delivery.records import MailingKind
from campaign.core.delivery.states import DeliveryState
from campaign.core.replies import read
from tests.helpers.ledger import (
    LETTER,
    NOW,
    begin,
    claim,
    event_lines,
    plan_wave,
    planned_delivery,
    release_wave,
    rows,
    states,
)

LATER = NOW + dt.timedelta(hours=3)
INTENT = Intent(WavePurpose.LAST_CALL, LATER, ("laion", "wikimedia"))


def test_what_a_wave_is_for(store: Store) -> None:
    """Purpose, time and signatories of a wave can be set until it is released."""
    wave = plan_wave(store, 1)
    mailing = store.write(waves.describe, wave, INTENT)
    assert (mailing.purpose, mailing.not_before_at, mailing.signatories) == (
        WavePurpose.LAST_CALL,
        LATER,
        ("laion", "wikimedia"),
    )
    assert store.write(deliveries.release, wave.id, wave.planned_at, NOW)
    assert store.write(waves.describe, wave, Intent()).purpose is WavePurpose.LAST_CALL
    assert store.read(deliveries.mailing_by_id, wave.id).signatories == ("laion", "wikimedia")


def test_planned_with_its_mails(store: Store) -> None:
    """A plan is stored with its purpose; a released wave cannot be planned again."""
    first = plan_wave(store, 1)
    mailing = store.write(waves.plan, LETTER, "first", first.version, [], INTENT, NOW)
    assert mailing is not None
    assert (mailing.purpose, rows(store, mailing.id)) == (WavePurpose.LAST_CALL, ())
    store.write(deliveries.release, mailing.id, mailing.planned_at, NOW)
    assert store.write(waves.plan, LETTER, "first", first.version, [], Intent(), NOW) is None


def test_a_wave_is_added_to(store: Store) -> None:
    """Deliveries can be added to a plan, unless it was planned again or released."""
    first = plan_wave(store, 2)
    assert store.write(deliveries.add, first, [planned_delivery(3)])
    assert [row.addressee for row in rows(store, first.id)] == ["mep-1", "mep-2", "mep-3"]
    replanned = store.write(waves.plan, LETTER, "first", first.version, [planned_delivery(1)], Intent(), LATER)
    assert replanned is not None
    assert not store.write(deliveries.add, first, [planned_delivery(4)])
    assert store.write(deliveries.release, replanned.id, replanned.planned_at, LATER)
    assert not store.write(deliveries.add, replanned, [planned_delivery(4)])
    assert [row.addressee for row in rows(store, first.id)] == ["mep-1"]


def test_a_paused_wave_is_not_claimed(store: Store) -> None:
    """No delivery of a paused wave is claimed or sent, even if it was claimed before; other waves go on."""
    first, second = release_wave(store, 2), release_wave(store, 1, "second")
    (taken,) = claim(store, first, "me")
    assert store.write(waves.pause, first, "a doubt", NOW)
    assert not store.write(waves.pause, first, "another", NOW)
    assert claim(store, first, "me") == ()
    assert not begin(store, taken.delivery.id, "me")
    assert len(claim(store, second, "me")) == 1
    assert do(store, "me", (handover.release_claims, ([taken.delivery.id],))) == [None]
    mailing = store.read(deliveries.mailing_by_id, first)
    assert (mailing.paused_at, mailing.paused_why) == (NOW, "a doubt")
    assert store.write(waves.unpause, first)
    assert not store.write(waves.unpause, first)
    assert claim(store, first, "me") == (taken,)
    assert begin(store, taken.delivery.id, "me")


def do(store: Store, claim: str, *writes: handover.LedgerWrite) -> list[object]:
    """Do a mailer's writes, and return their results."""
    return store.write(handover.together, writes, claim, NOW)


def test_a_body_that_was_not_sent(store: Store) -> None:
    """A delivery that is `sending` but was not sent can be set back, without an event."""
    mailing = release_wave(store, 1)
    (taken,) = claim(store, mailing, "me")
    assert begin(store, taken.delivery.id, "me")
    do(store, "you", (handover.revert_sending, (taken.delivery.id, DeliveryState.QUEUED)))
    assert states(store, mailing) == [DeliveryState.SENDING]
    do(store, "me", (handover.revert_sending, (taken.delivery.id, DeliveryState.QUEUED)))
    assert (states(store, mailing), event_lines(store, mailing)) == ([DeliveryState.QUEUED], [])
    assert claim(store, mailing, "me") == (taken,)


def test_a_deferred_body_that_was_not_sent(store: Store) -> None:
    """A deferred delivery that was not sent is deferred again, and due as before."""
    mailing = release_wave(store, 1)
    (taken,) = claim(store, mailing, "me")
    do(store, "me", (handover.defer, (taken.delivery.id, DeliveryState.DEFERRED, NOW, "wait")))
    assert claim(store, mailing, "me")
    assert begin(store, taken.delivery.id, "me")
    do(store, "me", (handover.revert_sending, (taken.delivery.id, DeliveryState.DEFERRED)))
    assert states(store, mailing) == [DeliveryState.DEFERRED]
    assert store.read(deliveries.next_due, mailing) == NOW


def test_only_what_is_released_is_paused(store: Store) -> None:
    """A planned wave cannot be paused."""
    assert not store.write(waves.pause, plan_wave(store, 1).id, "a doubt", NOW)


def test_what_waits(store: Store) -> None:
    """Released waves with emails to send, oldest first, including paused ones."""
    first, second = release_wave(store, 1), release_wave(store, 1, "second")
    plan_wave(store, 1, "third")
    store.write(waves.pause, second, "a doubt", NOW)
    assert [mailing.id for mailing in store.read(waves.waiting_mailings)] == [first, second]
    store.write(deliveries.close, first, DeliveryState.CANCELLED, "called off", NOW)
    assert [mailing.id for mailing in store.read(waves.waiting_mailings)] == [second]


def test_deferred_and_cancelled(store: Store) -> None:
    """A claimed delivery is deferred or closed, with an event that gives the reason; other claims stay."""
    mailing = release_wave(store, 2)
    one, two = (taken.delivery.id for taken in claim(store, mailing, "me", number=2))
    waits = (handover.defer, (one, DeliveryState.DEFERRED, LATER, "its window"))
    answered = (handover.defer, (two, DeliveryState.CANCELLED, None, "answered"))
    assert do(store, "you", waits) == [False]
    assert do(store, "me", waits, answered, answered) == [True, True, False]
    assert states(store, mailing) == [DeliveryState.DEFERRED, DeliveryState.CANCELLED]
    assert event_lines(store, mailing) == [
        (1, "deferred", "", None, "its window"),
        (2, "cancelled", "", None, "answered"),
    ]
    assert store.read(deliveries.next_due, mailing) == LATER
    assert claim(store, mailing, "me") == ()
    assert len(claim(store, mailing, "me", LATER)) == 1


def test_what_came_before(store: Store) -> None:
    """Deliveries of a letter's other waves, without planned ones and without emails to signatories."""
    first = release_wave(store, 1)
    plan_wave(store, 1, "second")
    invited = release_wave(store, 1, "invited")
    store.write(lambda db: db.execute("UPDATE dispatch SET kind = 'invitation' WHERE id = :id", {"id": invited}))
    past = PastDelivery("mep-1", "mep1@parliament.example", "first", WavePurpose.FIRST, DeliveryState.QUEUED)
    assert store.read(waves.earlier_deliveries, LETTER, "second") == (past,)
    assert store.read(waves.earlier_deliveries, LETTER, "first") == ()
    assert store.read(waves.earlier_deliveries, "another", "second") == ()
    assert store.read(deliveries.mailing_by_id, first).kind is MailingKind.LETTER


def test_who_answered(store: Store) -> None:
    """Replies, complaints and positions, of one or of all; no automatic answers, and none to another letter."""
    release_wave(store, 3)
    answers = {1: "Thank you.", 2: "I am out of office."}
    for number, text in answers.items():
        machine = "Auto-Submitted: auto-replied\n" if number == 2 else ""
        mail = (
            f"From: mep{number}@parliament.example\nMessage-ID: <r{number}@parliament.example>\n{machine}"
            f"In-Reply-To: <first.{number}@coalition.example>\nSubject: Re: Letter\n\n{text}\n"
        )
        assert store.write(replies.add, read(mail.encode(), NOW), "box", NOW)
    store.write(replies.add_position, LETTER, Position("mep-3", LATER, "against", "phone", "no"))
    store.write(replies.add_position, "another", Position("mep-2", LATER, "against", "phone", "no"))
    reply, position = (
        AddresseeAnswer("mep-1", "person", NOW, ""),
        AddresseeAnswer("mep-3", "position", LATER, "against"),
    )
    assert store.read(waves.answers, LETTER) == (reply, position)
    assert store.read(waves.answers, LETTER, "mep-3") == (position,)
    assert store.read(waves.answers, LETTER, "mep-2") == ()


def test_what_went_lately(store: Store) -> None:
    """Emails that were sent, or may have been, count once, at their first time, in all waves."""
    mailing = release_wave(store, 3)
    one, two, three = rows(store, mailing)
    day_before = NOW - dt.timedelta(hours=25)
    assert store.write(deliveries.settle, one.id, DeliveryState.QUEUED, DeliveryState.SENT, "by hand", day_before)
    assert store.write(deliveries.settle, three.id, DeliveryState.QUEUED, DeliveryState.SENT, "by hand", LATER)
    assert store.write(deliveries.settle, two.id, DeliveryState.QUEUED, DeliveryState.SENT, "by hand", NOW)
    store.write(deliveries.note, two.id, DeliveryState.SENT, "once more told", LATER)
    assert store.read(waves.sent_since, NOW - dt.timedelta(hours=24)) == ((two.address, NOW), (three.address, LATER))


def test_where_addressees_are(store: Store) -> None:
    """Each country once, and the country of an addressee; "" if unknown."""
    addressees = [
        Addressee(f"mep-{at}", f"M{at}", "M", country=where) for at, where in enumerate(("Italy", "", "Italy"))
    ]
    store.write(people.put_addressees, LETTER, addressees, NOW)
    assert store.read(waves.countries, LETTER) == ("", "Italy")
    assert [store.read(waves.country, LETTER, key) for key in ("mep-0", "mep-1", "nobody")] == ["Italy", "", ""]


def test_who_left_the_list_since_a_wave_was_planned(store: Store) -> None:
    """It names recipients of a planned wave who were removed from the list, or whose address changed."""
    wave = plan_wave(store, 3)
    same, moved, _ = (Addressee(row.addressee, row.name, row.name, address=row.address) for row in rows(store, wave.id))
    store.write(people.put_addressees, LETTER, [same, replace(moved, address="new@parliament.example")], NOW)
    assert store.read(deliveries.changed_recipients, wave) == tuple(row.name for row in rows(store, wave.id)[1:])
