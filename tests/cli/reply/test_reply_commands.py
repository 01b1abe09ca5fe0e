"""`campaign reply`: who to call, who replied, and what is recorded."""

import datetime as dt
import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaign.adapters.store import Store, replies
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.states import DeliveryState
from campaign.core.replies import read
from campaign.services.replies.reply_files import folder_name
from campaign.services.setup.sample import LETTER
from tests.helpers.campaign import frozen_sample, run

BEFORE = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)
REPLY = """From: Member <brando.benifei@europarl.example>
Message-ID: <reply@europarl.example>
In-Reply-To: {letter}
Subject: Re: Letter
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

We agree.
--b
Content-Type: application/pdf; name="position.pdf"

%PDF
--b--
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample, its letter sent to all four addressees ten days ago; one has a telephone number."""
    frozen_sample(tmp_path)
    table = tmp_path / "numbers.csv"
    table.write_text("id,name,mail,phone\n124867,Brando Benifei,brando.benifei@europarl.example,+32 2 284 00 00\n")
    assert run(tmp_path, "-q", "addressee", "import", str(table)) == 0
    assert run(tmp_path, "-q", "send", "go", "--confirm", "4") == 0
    with Store.open(tmp_path / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, LETTER, "first")
        assert mailing is not None
        for delivery in store.read(deliveries.deliveries, mailing.id):
            assert store.write(
                deliveries.settle, delivery.id, DeliveryState.QUEUED, DeliveryState.SENT, "by hand", BEFORE
            )
    return tmp_path


def add_reply(folder: Path, text: str) -> None:
    """Store a reply to the letter that went to Brando Benifei."""
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, LETTER, "first")
        assert mailing is not None
        (own,) = [row for row in store.read(deliveries.deliveries, mailing.id) if row.name == "Brando Benifei"]
        data = text.replace("{letter}", own.message_id).encode()
        assert store.write(replies.add, read(data, BEFORE), "box", BEFORE) is not None


def test_who_to_call(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Addressees who got the letter long enough ago are listed with their number, unless they replied or have a
    position."""
    capsys.readouterr()
    assert run(folder, "reply", "due") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert [line for line in lines if "+32 2 284 00 00" in line and line.startswith("Brando Benifei")]
    assert run(folder, "reply", "add", "Voss", "--stance", "supports", "--note", "said so on the phone") == 0
    add_reply(folder, REPLY)
    capsys.readouterr()
    assert run(folder, "--json", "reply", "due") == 0
    assert {call["addressee"] for call in json.loads(capsys.readouterr().out)} == {"197665", "197460"}
    assert run(folder, "reply", "due", "--days", "60") == 0
    assert capsys.readouterr().out == "no calls are due today\n"


def test_a_call_without_a_position(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An office where nobody answered stays on the list, with the note and its day."""
    assert run(folder, "reply", "call", "Voss", "--note", " nobody answered ") == 0
    assert run(folder, "-q", "reply", "call", "Voss", "--note", " ") == 2
    capsys.readouterr()
    assert run(folder, "--json", "reply", "due") == 0
    notes = {
        call["addressee"]: [note["note"] for note in call["notes"]] for call in json.loads(capsys.readouterr().out)
    }
    assert sorted(notes.values()) == [[], [], [], ["nobody answered"]]
    assert run(folder, "reply", "due") == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Axel Voss")]
    assert re.search(r"called \d{4}-\d\d-\d\d: nobody answered$", line)


def test_who_answered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Replies are listed with their rule, their first words and the paths of their files, then the
    recorded positions."""
    capsys.readouterr()
    assert run(folder, "reply", "list") == 0
    assert capsys.readouterr().out == "no replies yet; next: campaign reply fetch\n"
    add_reply(folder, REPLY)
    assert run(folder, "-q", "reply", "add", "Voss", "--stance", "open", "--note", "will look") == 0
    assert run(folder, "reply", "list") == 0
    place = f"replies/{folder_name('<reply@europarl.example>')}/position.pdf"
    day = f"{BEFORE.astimezone(ZoneInfo('Europe/Brussels')):%Y-%m-%d}"
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        f"{day} person Brando Benifei Re: Letter no sign that a machine wrote it",
        "Brando Benifei We agree.",
        f"Brando Benifei {place} application/pdf 4 bytes",
        "open Axel Voss phone will look",
    ]


def test_a_claim_is_asked_about(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An email that only says whom it is from is listed as such, and the addressee stays on the call list."""
    add_reply(folder, REPLY.replace("In-Reply-To: {letter}\n", ""))
    capsys.readouterr()
    assert run(folder, "reply", "list") == 0
    output = capsys.readouterr().out
    assert "  says that it is from Brando Benifei  " in output
    assert "has no proof and does not stop further emails; ask that person" in output
    assert run(folder, "reply", "due") == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Brando Benifei")]
    assert "an email says that it is from this office, without proof" in line


def test_a_claim_that_is_confirmed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Once a person has confirmed it, the reply counts as an answer: the addressee is not called, and the history of
    the delivery says how it is known. Without --yes or an answer nothing changes; a second time there is no claim."""
    add_reply(folder, REPLY.replace("In-Reply-To: {letter}\n", ""))
    words = ("reply", "confirm", "Benifei", "--evidence", "said so on the phone")
    assert run(folder, *words) == 3
    assert run(folder, "reply", "due") == 0
    assert "without proof" in capsys.readouterr().out
    assert run(folder, *words, "--yes") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Brando Benifei: 1 email confirmed"
    assert run(folder, "reply", "due") == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("Brando")] == []
    assert run(folder, "reply", "list") == 0
    assert "says that it is from" not in capsys.readouterr().out
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, LETTER, "first")
        assert mailing is not None
        texts = [event.text for event in store.read(deliveries.events, mailing.id)]
    assert texts[-1] == "a reply was confirmed: said so on the phone"
    assert run(folder, *words, "--yes") == 3
    assert "no unproven email claims to be from Brando Benifei" in capsys.readouterr().err


def test_a_bounce_cannot_be_confirmed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What only looks like a bounce is settled as one, not confirmed."""
    text = "From: MAILER-DAEMON@x.example\nMessage-ID: <b@x.example>\nSubject: Undelivered Mail Returned to Sender\n"
    report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry\n--b\n"
    block = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; "
    end = "brando.benifei@europarl.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
    add_reply(folder, text + report + block + end)
    assert run(folder, "reply", "confirm", "Benifei", "--evidence", "x", "--yes") == 3
    fix = "  next: if it did not arrive: campaign send settle WHO --bounced --evidence TEXT"
    assert capsys.readouterr().err.splitlines()[-1] == fix


def test_who_matches(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A part of a name that matches nobody, or several, is a usage error that lists the candidates."""
    for who in ("Nobody", "o"):
        assert run(folder, "reply", "add", who, "--stance", "open", "--note", "x") == 2
    assert "Axel Voss" in capsys.readouterr().err


def test_a_whole_name_matches_before_a_part(folder: Path) -> None:
    """An exact name matches, even if it is part of another name."""
    table = folder / "more.csv"
    table.write_text("id,name,mail\n1,Axel Vossberg,axel.vossberg@europarl.example\n")
    assert run(folder, "-q", "addressee", "import", str(table)) == 0
    assert run(folder, "reply", "add", "axel voss", "--stance", "open", "--note", "will look") == 0


def test_without_a_mailbox_nothing_is_fetched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without [imap] the command says what to add."""
    assert run(folder, "reply", "fetch") == 3
    assert "add [imap] to campaign.toml" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("none", []),
        ("answered", ["has answered", "has answered", "has not answered yet", "has not answered yet"]),
        ("positions", ["has answered", "supports the letter", "has not answered yet", "has not answered yet"]),
    ],
)
def test_the_page_names_who_answered_if_the_campaign_wants_it(folder: Path, setting: str, words: list[str]) -> None:
    """By default it names nobody; a reply and a recorded position count as answers, a mere claim does not."""
    add_reply(folder, REPLY)
    add_reply(
        folder,
        REPLY.replace("reply@", "claim@").replace("In-Reply-To: {letter}\n", "").replace("brando.benifei", "axel.voss"),
    )
    assert run(folder, "-q", "reply", "add", "Tudorache", "--stance", "supports", "--note", "said so") == 0
    settings = folder / "campaign.toml"
    text = settings.read_text("utf-8").replace("[sender]", f'public_answers = "{setting}"\n\n[sender]')
    settings.write_text(text, "utf-8")
    assert run(folder, "-q", "publish", "--out", str(folder / "site")) == 0
    page = (folder / "site" / "index.html").read_text("utf-8")
    section = page.partition('aria-labelledby="answers"')[2].partition("</section>")[0]
    assert (
        re.findall("supports the letter|has answered(?!</h2>)|has not answered yet", section.partition("<ul")[2])
        == words
    )
