"""Answers: replies with the letter, positions, bounces with corrected addresses, calls, the whip count."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters.store import people, replies
from campaign.adapters.store.ledger import deliveries
from campaign.core.addressees.addressee_table import read_addressees
from campaign.core.delivery.states import DeliveryState
from campaign.core.replies import read
from campaign.core.team.account import COMMAND_LINE
from campaign.core.team.roles import Role
from campaign.services.acts.act import perform
from campaign.services.acts.wave_acts import PREPARE_WAVE
from campaign.services.people.editing import need_same_table
from campaign.services.setup.sample import LETTER
from campaign.services.waves.options import WaveOptions
from tests.helpers.sending_desk import SampleDesk, open_sample_desk
from tests.helpers.web import words

NASTY = "<script>alert(1)</script>"


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[SampleDesk]:
    """A wave that went to all addressees ten days ago."""
    with open_sample_desk(tmp_path) as sample:
        send_a_wave(sample)
        yield sample


def send_a_wave(sample: SampleDesk) -> None:
    store, at = sample.campaign.store, dt.datetime.now(dt.UTC) - dt.timedelta(days=10)
    wave = perform(sample.campaign, COMMAND_LINE, PREPARE_WAVE, WaveOptions("first")).result
    store.write(deliveries.release, wave.mailing.id, wave.mailing.planned_at, at)
    for delivery in store.read(deliveries.deliveries, wave.mailing.id):
        store.write(deliveries.settle, delivery.id, DeliveryState.QUEUED, DeliveryState.SENT, "by hand", at)


def answer(sample: SampleDesk, number: int = 0, *, claim: bool = False, text: str = "Yes.", subject: str = "Re") -> str:
    """Store an answer to a delivery. Returns the name of its addressee."""
    delivery = sample.campaign.store.read(deliveries.deliveries, sample.waves[0].id)[number]
    about = "" if claim else f"In-Reply-To: {delivery.message_id}\n"
    mail = (
        f"From: Office <{delivery.address}>\nTo: letters@coalition.example\nSubject: {subject}\n{about}"
        f"Message-ID: <answer-{number}-{claim}@parliament.example>\n\n{text}\n"
    )
    now = dt.datetime.now(dt.UTC)
    assert sample.campaign.store.write(replies.add, read(mail.encode(), now), "inbox", now) is not None
    return delivery.name


def bounce(sample: SampleDesk, number: int = 1) -> str:
    """A delivery came back for good. Returns the key of its addressee."""
    delivery = sample.campaign.store.read(deliveries.deliveries, sample.waves[0].id)[number]
    now = dt.datetime.now(dt.UTC)
    mail = (
        "From: MAILER-DAEMON@parliament.example\nTo: letters@coalition.example\nSubject: Undelivered\n"
        "Message-ID: <bounce-1@parliament.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nNo such user.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.parliament.example\n\n"
        f"Final-Recipient: rfc822; {delivery.address}\nAction: failed\nStatus: 5.1.1\n"
        f"Diagnostic-Code: smtp; 550 no such user\n\n"
        f"--b\nContent-Type: message/rfc822-headers\n\nMessage-ID: {delivery.message_id}\n\n--b--\n"
    )
    assert sample.campaign.store.write(replies.add, read(mail.encode(), now), "inbox", now) is not None
    return delivery.addressee


def test_an_answer_is_read_with_its_letter_and_its_proof(sample: SampleDesk, sender) -> None:
    """The page has the whole answer as text, what proves whom it is from, and the letter that it answers."""
    name = answer(sample, text=f"We agree.\n{NASTY}", subject=NASTY)
    assert "1 answer, 1 without a position" in words(sender.get("/desk/answers").text)
    page = sender.get("/desk/answers/1")
    assert (page.status_code, NASTY in page.text, "&lt;script&gt;" in page.text) == (200, False, True)
    assert f"What is the position of {name}?" in words(page.text)
    assert "It answers our email" in page.text
    assert "The letter that it answers" in page.text
    assert NASTY not in sender.get("/desk/answers").text
    assert sender.get("/desk/answers/999").status_code == 404


def test_a_claim_is_called_one(sample: SampleDesk, sender) -> None:
    """An answer that only says whom it is from is marked so, in the list and on its page."""
    name = answer(sample, claim=True)
    assert f"Says that it is from {name}" in words(sender.get("/desk/answers").text)
    page = words(sender.get("/desk/answers/1").text)
    assert f"Says that it is from {name}" in page
    assert "Nothing proves whom it is from" in page


def test_a_position_is_recorded_with_its_evidence(sample: SampleDesk, sender) -> None:
    """A position needs a note; it is shown with its history, and the next answer that waits opens."""
    answer(sample, 0)
    answer(sample, 1)
    wrong = sender.post("/desk/answers/1", data={"stance": "maybe", "way": "mail", "note": " "})
    assert (wrong.status_code, "2 things are wrong" in wrong.text) == (422, True)
    form = {"stance": "supports", "way": "mail", "note": f"The office: yes {NASTY}"}
    done = sender.post("/desk/answers/1", data=form)
    assert done.headers["location"].startswith("/desk/answers/2?")
    page = sender.get("/desk/answers/1").text
    assert ("The office: yes &lt;script&gt;" in page, NASTY in page) == (True, False)
    assert "1 without a position" in words(sender.get("/desk/answers").text)
    assert "1 for, 0 open, 0 against" in words(sender.get("/desk/answers/whip").text)


def test_a_bounce_is_corrected_and_a_wave_offered(sample: SampleDesk, sender) -> None:
    """A wrong address comes back with its error; a corrected one makes the wave to latecomers possible."""
    key = bounce(sample)
    page = words(sender.get("/desk/answers/bounces").text)
    assert "1 bounce" in page
    wrong = sender.post("/desk/answers/bounces", data={"addressee": key, "address": "nobody"})
    assert (wrong.status_code, 'value="nobody"' in wrong.text) == (422, True)
    fresh = {"addressee": key, "address": "new.office@parliament.example"}
    assert sender.post("/desk/answers/bounces", data=fresh).status_code == 303
    assert "Prepare a wave to 1 addressee" in sender.get("/desk/answers/bounces").text
    addresses = {one.key: one.address for one in sample.campaign.store.read(people.addressees, LETTER)}
    assert addresses[key] == "new.office@parliament.example"
    answer_page = sender.post("/desk/send/prepare", data={"wave": "late", "purpose": "first"})
    assert answer_page.status_code == 303
    assert len(sample.states(sample.waves[-1].id)) == 1


def test_a_corrected_address_is_in_the_table_too(sample: SampleDesk, sender) -> None:
    """The letter's table has the corrected address, so later changes of the list go on; nobody else's is taken."""
    key = bounce(sample)
    everybody = sample.campaign.store.read(people.addressees, LETTER)
    taken = next(one.address for one in everybody if one.key != key and one.address)
    table = sample.campaign.folder.addressees_csv(LETTER)
    before = table.read_bytes()
    refused = sender.post("/desk/answers/bounces", data={"addressee": key, "address": taken})
    assert (refused.status_code, table.read_bytes()) == (422, before)
    fresh = {"addressee": key, "address": "new.office@parliament.example"}
    assert sender.post("/desk/answers/bounces", data=fresh).status_code == 303
    rows = read_addressees(table.read_bytes(), "addressees.csv").values
    assert rows == sample.campaign.store.read(people.addressees, LETTER)
    need_same_table(sample.campaign, LETTER)


def test_the_call_list_takes_a_note(sample: SampleDesk, sender) -> None:
    """Whoever has not answered is on the list; a recorded call takes an office off it."""
    number = len(sample.states(sample.waves[0].id))
    page = sender.get("/desk/answers/calls").text
    assert f"{number} offices to phone today" in words(page)
    key = sample.campaign.store.read(people.addressees, LETTER)[0].key
    wrong = sender.post("/desk/answers/calls", data={"addressee": key, "note": " "})
    assert (wrong.status_code, "write what came of the call" in wrong.text) == (422, True)
    long = sender.post("/desk/answers/calls", data={"addressee": key, "note": "x" * 2001})
    assert (long.status_code, "more than 2000 characters" in long.text) == (422, True)
    assert sender.post("/desk/answers/calls", data={"addressee": key, "note": "Nobody answered"}).status_code == 303
    page = words(sender.get("/desk/answers/calls").text)
    assert ("Nobody answered" in page, f"{number} offices to phone today" in page) == (True, True)
    done = sender.post("/desk/answers/calls", data={"addressee": key, "stance": "open", "note": "They think"})
    assert done.status_code == 303
    assert f"{number - 1} offices to phone today" in words(sender.get("/desk/answers/calls").text)


def test_exports_need_their_right(sample: SampleDesk, sender) -> None:
    """Tables with people's data are for those who may export them, and run no formula."""
    answer(sample, text="=1+1")
    assert [sender.get(f"/desk/answers{path}").status_code for path in (".csv", "/whip.csv")] == [403, 403]
    maya = sample.desk.signed_in(sample.desk.admit(Role.COORDINATOR))
    assert "'=1+1" in maya.get("/desk/answers.csv").text
    assert len(maya.get("/desk/answers/whip.csv").text.splitlines()) == 1 + len(
        sample.campaign.store.read(people.addressees, LETTER)
    )


def test_the_mailbox_cannot_be_read_without_one(sample: SampleDesk, sender) -> None:
    """Without [imap], reading now says what to do, and the page says that answers are not read."""
    assert "No mailbox is set" in sender.get("/desk/answers").text
    assert sender.post("/desk/answers/fetch").status_code == 409


def test_the_filter_finds_words(sample: SampleDesk, sender) -> None:
    """The filter finds words in the text, and takes its signs literally."""
    answer(sample, 0, text="We support 100% of it.")
    answer(sample, 1, text="We do not know.")
    assert sender.get("/desk/answers?q=100%25").text.count("/desk/answers/1") == 1
    assert "/desk/answers/2" not in sender.get("/desk/answers?q=100%25").text
    assert "No answer matches." in sender.get("/desk/answers?q=zzz").text


def test_a_claim_counts_once_somebody_has_asked(sample: SampleDesk, sender) -> None:
    """With how it is known, a claim counts as an answer; without, the page says what is missing."""
    name = answer(sample, claim=True)
    wrong = sender.post("/desk/answers/1/confirm", data={"evidence": " "})
    assert (wrong.status_code, "Write how you know" in wrong.text) == (422, True)
    done = sender.post("/desk/answers/1/confirm", data={"evidence": "the assistant, on the phone"})
    page = words(sender.get(done.headers["location"]).text)
    assert ("Confirmed whom answers are from" in page, f"Says that it is from {name}" in page) == (True, False)
    assert sender.post("/desk/answers/999/confirm", data={"evidence": "x"}).status_code == 404
