"""Settling at the desk: uncertain and refused emails, and a database that was restored from a copy."""

import pytest

from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store.ledger import delivery_lookup, sending_mark
from campaign.adapters.store.ledger.sending_mark import StoredMark
from campaign.core.delivery.states import DeliveryState
from tests.helpers.sending_desk import SampleDesk, prepare, set_states
from tests.helpers.web import words

UNCERTAIN, FAILED, SENT, QUEUED = (
    DeliveryState.UNCERTAIN,
    DeliveryState.FAILED,
    DeliveryState.SENT,
    DeliveryState.QUEUED,
)
WORD = "The office <b>confirmed</b> it by phone"


@pytest.fixture
def released(sample: SampleDesk, sender) -> int:
    """A wave that is released, with its number."""
    path = prepare(sender)
    sender.post(f"{path}/release", data={"number": str(len(sample.states(sample.waves[0].id)))})
    return sample.waves[0].id


def test_uncertain_emails_are_settled_together(sample: SampleDesk, sender, released: int) -> None:
    """Two uncertain emails are settled as arrived; how it is known stays with each, with who said so."""
    ids = set_states(sample, released, UNCERTAIN, UNCERTAIN)
    assert "2 emails are uncertain" in words(sender.get("/desk/send").text)
    form = {"tick": [str(number) for number in ids], "outcome": "sent", "evidence": WORD, "state": "uncertain"}
    check = sender.post("/desk/send/settle/check", data=form)
    assert "Settle 2 emails" in words(check.text)
    assert "&lt;b&gt;confirmed" in check.text
    assert sample.states(released)[:2] == [UNCERTAIN, UNCERTAIN]
    assert sender.post("/desk/send/settle", data=form).status_code == 303
    assert sample.states(released)[:2] == [SENT, SENT]
    delivery = sample.campaign.store.read(delivery_lookup.one, ids[0])
    assert delivery is not None
    history = sample.campaign.store.read(delivery_lookup.history, delivery)
    assert history[-1].text == f"settled on the word of Jonas: {WORD}"


def test_sending_again_asks_for_the_number(sample: SampleDesk, sender, released: int, server: Catcher) -> None:
    """What goes again is confirmed by its number, and then goes once."""
    ids = set_states(sample, released, UNCERTAIN, UNCERTAIN)
    form = {"tick": [str(number) for number in ids], "outcome": "queued", "evidence": "Not there", "state": "uncertain"}
    wrong = sender.post("/desk/send/settle", data=form | {"number": "3"})
    assert (wrong.status_code, "You typed 3, but it is 2" in wrong.text) == (422, True)
    assert sample.states(released)[:2] == [UNCERTAIN, UNCERTAIN]
    assert sender.post("/desk/send/settle", data=form | {"number": "2"}).status_code == 303
    assert sample.states(released)[:2] == [QUEUED, QUEUED]
    sample.send_what_is_due()
    assert len({mail.recipient for mail in server.mails}) == len(server.mails) == len(sample.states(released))


def test_a_refused_email_may_go_again(sample: SampleDesk, sender, released: int) -> None:
    """A refused email is sent again on somebody's word; it cannot be called delivered."""
    ids = set_states(sample, released, FAILED)
    form = {"tick": str(ids[0]), "outcome": "sent", "evidence": "x", "state": "failed"}
    assert sender.post("/desk/send/settle", data=form).status_code == 422
    assert sender.post("/desk/send/settle", data=form | {"outcome": "queued"}).status_code == 303
    assert sample.states(released)[0] is QUEUED


def test_an_email_that_waits_was_sent_by_hand(sample: SampleDesk, sender, released: int, server: Catcher) -> None:
    """What somebody sent by a contact form or by post is ticked off, and does not go by email."""
    first = sender.get("/desk/send/settle?state=queued").text.partition('name="tick" value="')[2].partition('"')[0]
    form = {"tick": first, "outcome": "sent", "evidence": "By the contact form", "state": "queued"}
    assert sender.post("/desk/send/settle", data=form).status_code == 303
    sample.send_what_is_due()
    assert len(server.mails) == len(sample.states(released)) - 1


def test_nothing_typed_is_lost(sample: SampleDesk, sender, released: int) -> None:
    """A form without ticks, outcome or evidence comes back with what was typed."""
    ids = set_states(sample, released, UNCERTAIN, UNCERTAIN)
    answer = sender.post("/desk/send/settle/check", data={"tick": str(ids[1]), "evidence": WORD, "state": "uncertain"})
    assert answer.status_code == 422
    assert "Choose what happened to them" in answer.text
    assert "The office &lt;b&gt;confirmed" in answer.text
    assert answer.text.count(" checked") == 1
    bare = sender.post("/desk/send/settle/check", data={"state": "uncertain"})
    assert "3 things are wrong" in bare.text


def test_a_database_from_a_copy_is_settled(sample: SampleDesk, sender, released: int, server: Catcher) -> None:
    """A database that is older than what was sent sends nothing until somebody has typed the number; then what waits
    is uncertain."""
    sample.send_what_is_due()
    store = sample.campaign.store
    mark = store.read(sending_mark.stored)
    assert mark is not None
    store.write(sending_mark.put, StoredMark(mark.place, 0))
    set_states(sample, released, QUEUED, QUEUED)
    assert "Nothing is sent." in words(sender.get("/desk/send").text)
    page = words(sender.get("/desk/send/restored").text)
    assert "2 emails that wait may have been sent already" in page
    wrong = sender.post("/desk/send/restored", data={"database": "restored", "number": "5"})
    assert (wrong.status_code, "You typed 5, but it is 2" in wrong.text) == (422, True)
    assert sender.post("/desk/send/restored", data={"database": "newest"}).status_code == 409
    done = sender.post("/desk/send/restored", data={"database": "restored", "number": "2"})
    assert done.headers["location"].startswith("/desk/send/settle?")
    assert sample.states(released)[:2] == [UNCERTAIN, UNCERTAIN]
    assert "knows everything that was sent" in words(sender.get("/desk/send/restored").text)


def test_without_a_mailbox_there_is_no_search(sample: SampleDesk, sender, released: int) -> None:
    """The search in the mailbox says what is missing."""
    set_states(sample, released, UNCERTAIN)
    assert "Look for evidence" not in sender.get("/desk/send/settle").text
    assert sender.post("/desk/send/settle/search").status_code == 409
