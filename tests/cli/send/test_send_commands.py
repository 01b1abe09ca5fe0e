"""`campaign send`, from preview to settle, on the sample campaign."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store
from campaign.services.sending.sending_mark import SendingMark
from tests.helpers.campaign import frozen_sample, mail_server, run, sample, set_mail_server
from tests.helpers.ledger import begin, claim

NAMES = ["Brando Benifei", "Dragoş Tudorache", "Sergey Lagodinsky", "Axel Voss"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample, frozen, without a mail server."""
    return frozen_sample(tmp_path)


@pytest.fixture
def server() -> Iterator[Catcher]:
    """A mail server on this machine."""
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def served(folder: Path, server: Catcher) -> Path:
    """The sample, frozen, with a mail server."""
    set_mail_server(folder, server.port)
    return folder


def data(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> object:
    capsys.readouterr()
    run(folder, "--json", *words)
    return json.loads(capsys.readouterr().out)


def states(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    log = data(folder, capsys, "send", "log")
    assert isinstance(log, dict)
    return [delivery["state"] for delivery in log["deliveries"]]


def test_an_unfrozen_letter_is_previewed_as_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the freeze, a draft is shown, nothing is saved, and sending is refused."""
    sample(tmp_path)
    capsys.readouterr()
    assert run(tmp_path, "send", "preview") == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "DRAFT of 4 emails: nothing is frozen yet. Nothing was saved or sent.",
        "next: campaign letter check, then campaign letter freeze -m MESSAGE",
    ]
    assert run(tmp_path, "send", "go", "--confirm", "4") == 3
    assert not (tmp_path / "outbox").exists()


def test_a_preview_without_addressees_asks_for_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft for nobody names the import of addressees as the next step, before the freeze."""
    assert run(tmp_path, "init", str(tmp_path / "c"), "--name", "Keep it", "--vote", "2027-04-26 12:00") == 0
    capsys.readouterr()
    assert run(tmp_path / "c", "send", "preview") == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "DRAFT of 0 emails: nothing is frozen yet. Nothing was saved or sent.",
        "next: campaign addressee import",
    ]


def undated(message: bytes) -> bytes:
    """A message without its Date, which is the time of sending."""
    without, number = re.subn(rb"(?m)^Date: [^\r\n]*\r\n", b"", message)
    assert number == 1
    return without


def test_the_preview_is_what_goes(served: Path, server: Catcher) -> None:
    """Apart from the Date, the files of the preview are, byte for byte, the messages that the mail server receives."""
    assert run(served, "send", "preview") == 0
    previews = [path.read_bytes() for path in sorted((served / "outbox" / "preview-first").glob("*.eml"))]
    assert run(served, "send", "go", "--confirm", "4") == 0
    assert sorted(undated(mail.content) for mail in server.mails) == sorted(undated(preview) for preview in previews)
    assert sorted(mail.recipient for mail in server.mails) == [
        "axel.voss@europarl.example",
        "brando.benifei@europarl.example",
        "dragos.tudorache@europarl.example",
        "sergey.lagodinsky@europarl.example",
    ]


def test_the_preview_says_how_alike_and_how_large(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Four similar emails give no warning; eleven do, in text and in JSON."""
    assert run(folder, "-q", "send", "preview") == 0
    assert capsys.readouterr().err == ""
    people = folder / "letters" / "open-source-exemption" / "addressees.csv"
    more = "".join(f"{n},Member {n},Member,{n},Ms,,member{n}@europarl.example,IT,,,en\n" for n in range(1, 8))
    people.write_text(people.read_text("utf-8") + more, "utf-8")
    assert run(folder, "-q", "addressee", "import") == 0
    capsys.readouterr()
    assert run(folder, "send", "preview") == 0
    output = capsys.readouterr()
    assert [line for line in output.out.splitlines() if line.startswith("similarity:")] == [
        "similarity: of 11 emails, identical: 11, with more than 90% of the words in common: 11"
    ]
    remark = (
        "11 of 11 emails differ in only a few words, and a parliament's filter may quarantine them; "
        "write something personal to each addressee, or write to fewer people"
    )
    assert output.err.splitlines()[-1] == remark
    preview = data(folder, capsys, "send", "preview")
    assert isinstance(preview, dict)
    lengths = [len(path.read_bytes()) for path in (folder / "outbox" / "preview-first").glob("*.eml")]
    assert (preview["similarity"], preview["size"], preview["remarks"]) == (
        {"compared": 11, "same": 11, "alike": 11},
        {"largest": max(lengths), "mean": round(sum(lengths) / len(lengths))},
        [remark],
    )


def test_addresses_that_need_a_newer_server_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The preview warns of addresses that not every mail server accepts."""
    people = folder / "letters" / "open-source-exemption" / "addressees.csv"
    people.write_text(people.read_text("utf-8") + "9,Jürgen Made,Made,9,Mr,,jürgen@europarl.example,DE,,,en\n", "utf-8")
    assert run(folder, "-q", "addressee", "import") == 0
    capsys.readouterr()
    preview = data(folder, capsys, "send", "preview")
    assert isinstance(preview, dict)
    assert preview["remarks"] == [
        (
            "letters beyond ASCII before the @ in jürgen@europarl.example: only a mail server with SMTPUTF8 accepts "
            "such "
            "addresses; campaign doctor shows whether yours does"
        )
    ]


def test_every_mail_greets_all_four(served: Path, server: Catcher) -> None:
    """The joint salutation names the four in their order, with their honorifics."""
    assert run(served, "send", "go", "--confirm", "4") == 0
    for mail in server.mails:
        body = message_from_bytes(mail.content, policy=policy.default).get_body(("plain",))
        assert body is not None
        greetings = [line for line in body.get_content().splitlines() if line.startswith("Dear")]
        assert greetings == ["Dear Mr. Benifei, Mr. Tudorache, Dr. Lagodinsky, Mr. Voss,"]


def test_nothing_goes_without_the_number(served: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --confirm, or with the wrong number, the emails are shown and nothing is sent, with exit code 3."""
    assert run(served, "send", "go") == 3
    assert run(served, "send", "go", "--confirm", "3") == 3
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "not sent: 4 emails to send, you typed 3",
        "  next: check the list again",
    ]
    assert server.mails == []


def test_going_twice_sends_once(served: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """A wave that was sent has nothing left to send; the log shows four sent."""
    assert run(served, "send", "go", "--confirm", "4") == 0
    assert run(served, "send", "go", "--confirm", "4") == 0
    assert run(served, "send", "resume", "--confirm", "4") == 0
    assert len(server.mails) == 4
    assert states(served, capsys) == ["sent"] * 4


def test_a_second_wave_goes_to_those_who_have_not_had_the_letter(
    served: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """An addressee who was added later gets the letter in another wave, and nobody else does; the greeting
    names all."""
    assert run(served, "send", "go", "--confirm", "4") == 0
    table = served / "letters" / "open-source-exemption" / "addressees.csv"
    fields = table.read_text("utf-8").splitlines()[0].split(",")
    row = {"id": "new", "name": "Ann Lee", "family_name": "Lee", "honorific": "Ms", "mail": "ann@parliament.example"}
    later = ",".join(row.get(field, "") for field in fields)
    table.write_text(f"{table.read_text('utf-8')}{later}\n", "utf-8")
    assert run(served, "-q", "addressee", "import") == 0
    capsys.readouterr()
    assert run(served, "send", "preview", "--wave", "later") == 0
    left_out = (
        f"left out, because they got the letter in another wave: {', '.join(NAMES)} (to include them, use --again)"
    )
    assert capsys.readouterr().err.splitlines() == [left_out]
    assert run(served, "send", "go", "--wave", "later", "--confirm", "1") == 0
    assert [mail.recipient for mail in server.mails][4:] == ["ann@parliament.example"]
    assert b"Mr. Voss, Ms. Lee," in server.mails[-1].content


def test_a_second_wave_of_the_same_letter_needs_a_word(served: Path, server: Catcher) -> None:
    """Addressees who got the letter get it in another wave only with --again."""
    assert run(served, "send", "go", "--confirm", "4") == 0
    assert run(served, "send", "go", "--wave", "second", "--confirm", "4") == 3
    assert len(server.mails) == 4
    assert run(served, "send", "go", "--wave", "second", "--confirm", "4", "--again") == 0
    assert len(server.mails) == 8


def test_a_changed_text_is_not_sent(served: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """A letter that was edited after the freeze is refused until it is frozen again."""
    letter = served / "letters" / "open-source-exemption" / "letter.en.md"
    letter.write_text(
        letter.read_text("utf-8").replace("We ask you to leave it out.", "We ask you to drop it."), "utf-8"
    )
    assert run(served, "send", "go", "--confirm", "4") == 3
    assert "the letter has changed since it was frozen" in capsys.readouterr().err
    assert server.mails == []


def test_a_changed_list_is_not_sent_unseen(served: Path, server: Catcher) -> None:
    """When an address changes after the preview, the emails must be previewed again."""
    assert run(served, "send", "preview") == 0
    table = served / "letters" / "open-source-exemption" / "addressees.csv"
    table.write_text(table.read_text("utf-8").replace("axel.voss@", "voss@"), "utf-8")
    assert run(served, "addressee", "import") == 0
    assert run(served, "send", "go", "--confirm", "4") == 3
    assert run(served, "send", "preview") == 0
    assert run(served, "send", "go", "--confirm", "4") == 0
    assert "voss@europarl.example" in [mail.recipient for mail in server.mails]


def test_too_few_signatories_hold_the_wave(served: Path, server: Catcher) -> None:
    """With fewer listed organisations than minimum_signatories, nothing is sent."""
    assert run(served, "signatory", "remove", "laion") == 0
    assert run(served, "send", "go", "--confirm", "4") == 3
    assert server.mails == []


@pytest.mark.parametrize("command", [("go", "--confirm", "4"), ("go", "--schedule", "--confirm", "4")])
def test_a_letter_with_nobody_under_it_does_not_go(
    folder: Path, server: Catcher, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a listed signatory `go` refuses, also for later; preview and rehearse warn and go on; 0 allows it."""
    set_mail_server(folder, server.port)
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8").replace("minimum_signatories = 8", ""), "utf-8")
    board = data(folder, capsys, "signatory", "list")
    assert isinstance(board, dict)
    for row in board["signatories"]:
        assert run(folder, "-q", "signatory", "remove", row["key"]) == 0
    assert run(folder, "send", *command) == 3
    assert run(folder, "send", "preview") == 0
    assert run(folder, "send", "rehearse", "--once") == 0
    remarks = capsys.readouterr().err
    assert remarks.count("nobody is listed under the letter: add signatories or approve them") == 3
    assert server.mails == []
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("max_words", "minimum_signatories = 0\nmax_words"), "utf-8")
    assert run(folder, "send", "preview") == 0
    assert run(folder, "send", *command) == 0


def test_before_the_number_stands_what_goes(served: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`send go` names subject, version, signatories and addressees before it asks for the number."""
    assert run(served, "send", "go") == 3
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines[1:5]] == ["subject", "text", "signatories", "addressees"]
    assert lines[3] == "signatories: 8 organisations (GitHub, Inc. to Open Future)"


def test_without_a_server_the_messages_are_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without [smtp] the messages are files, the ledger says queued, and sending by hand can be recorded."""
    assert run(folder, "send", "go", "--confirm", "4") == 0
    line = "No mail server is set: 4 emails written to outbox/first/, none sent."
    assert line in capsys.readouterr().out.splitlines()
    assert len(list((folder / "outbox" / "first").glob("*.eml"))) == 4
    assert states(folder, capsys) == ["queued"] * 4
    assert run(folder, "send", "settle", "Voss", "--sent", "--evidence", "sent from my own mailbox") == 0
    assert states(folder, capsys) == ["queued", "queued", "queued", "sent"]


def test_settling_needs_evidence_and_a_state_that_can_be_settled(
    served: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sent email cannot be settled; an unknown name and a missing verdict are usage errors."""
    assert run(served, "send", "go", "--confirm", "4") == 0
    assert run(served, "send", "settle", "Voss", "--again", "--evidence", "x") == 3
    assert run(served, "send", "settle", "Nobody", "--sent", "--evidence", "x") == 2
    assert run(served, "send", "settle", "Voss", "--evidence", "x") == 2
    assert run(served, "send", "settle", "Voss", "--sent", "--evidence", " ") == 2


def test_a_cancelled_wave_does_not_go(served: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """A cancelled wave is planned again only by a new preview."""
    assert run(served, "send", "preview") == 0
    assert run(served, "send", "cancel") == 3
    assert run(served, "send", "cancel", "--confirm", "4") == 0
    assert states(served, capsys) == ["cancelled"] * 4
    assert run(served, "send", "go", "--confirm", "4") == 3
    assert server.mails == []


def test_a_test_mail_goes_to_oneself(served: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """`test` sends one marked email, only to the given address, and records nothing in the ledger."""
    assert run(served, "send", "test", "--to", "me@coalition.example", "--confirm", "1") == 0
    (mail,) = server.mails
    parsed = message_from_bytes(mail.content, policy=policy.default)
    assert mail.recipient == "me@coalition.example"
    assert parsed["Subject"] == "[test] Re: AI Act open source exemption"
    assert "europarl.example" not in str(parsed["To"])
    assert run(served, "send", "log") == 2


def test_all_test_mails(served: Path, server: Catcher) -> None:
    """`test --all` sends the email of every addressee to the given address."""
    assert run(served, "send", "test", "--to", "me@coalition.example", "--all", "--confirm", "4") == 0
    assert [mail.recipient for mail in server.mails] == ["me@coalition.example"] * 4


def test_a_rehearsal_leaves_the_ledger_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Four emails reach the test server through real SMTP, one line each, and no wave is planned."""
    capsys.readouterr()
    assert run(folder, "send", "rehearse", "--once") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[:2] for line in lines[:4]] == [["sent", name] for name in NAMES]
    assert lines[4:] == ["rehearsed: 4 of 4 emails reached the test server on this machine"]
    assert run(folder, "send", "log") == 2


def test_an_unknown_wave_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Commands on an unknown wave list the waves that exist."""
    assert run(folder, "send", "preview") == 0
    capsys.readouterr()
    assert run(folder, "send", "resume", "--wave", "thrid") == 2
    assert capsys.readouterr().err.splitlines() == [
        "open-source-exemption: there is no wave thrid",
        "  next: the waves are: first; plan one with campaign send preview",
    ]


def test_resuming_what_was_never_released(folder: Path) -> None:
    """A planned wave is released by `go`, not by `resume`."""
    assert run(folder, "send", "preview") == 0
    assert run(folder, "send", "resume", "--confirm", "4") == 3


def test_the_demo_ends_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo needs no campaign folder, delivers four emails on this machine and exits with 0."""
    assert run(tmp_path, "demo", "--once") == 0
    out = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[1] for line in out if line.startswith("sent  ")] == NAMES
    assert out[-1] == "rehearsed: 4 of 4 emails reached the test server on this machine"


def test_status_leads_from_step_to_step(tmp_path: Path, capsys: pytest.CaptureFixture[str], server: Catcher) -> None:
    """Status names the one next step at every stage of a campaign."""
    steps = []

    def step() -> None:
        status = data(tmp_path, capsys, "status")
        assert isinstance(status, dict)
        steps.append(status["next"])

    sample(tmp_path)
    step()
    assert run(tmp_path, "letter", "freeze", "-m", "agreed") == 0
    step()
    set_mail_server(tmp_path, server.port)
    step()
    assert run(tmp_path, "send", "go", "--confirm", "4") == 0
    step()
    assert steps == [
        "campaign letter check, then campaign letter freeze -m MESSAGE",
        "campaign send preview, campaign send rehearse, then campaign send go",
        "campaign send preview, campaign send test --to YOU, then campaign send go",
        "campaign reply due",
    ]


def crowd(folder: Path, number: int, without_mail: int) -> None:
    """Import many more addressees, some without an email address."""
    rows = [f"p{at},Person{at} Lee,{f'p{at}@a.example' if at >= without_mail else ''}" for at in range(number)]
    table = folder / "letters" / "open-source-exemption" / "addressees.csv"
    table.write_text("\n".join(["id,name,mail", *rows]) + "\n", "utf-8")
    assert run(folder, "-q", "addressee", "import") == 0


def test_long_lists_are_cut(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With many addressees, every list shows its first twenty and counts the rest, and no progress bar is written to a
    file."""
    crowd(folder, number=90, without_mail=30)
    capsys.readouterr()
    assert run(folder, "send", "preview") == 0
    output = capsys.readouterr()
    assert output.err.splitlines()[20:21] == ["... and 10 more without an email address (campaign addressee list)"]
    assert [line[:31] for line in output.err.splitlines()[21:]] == ["64 of 64 emails differ in only "]
    assert output.out.splitlines()[20] == "  ... and 44 more"
    assert run(folder, "send", "go", "--confirm", "64") == 0
    assert [line for line in capsys.readouterr().out.splitlines() if "more" in line] == ["  ... and 44 more"] * 2
    assert run(folder, "send", "rehearse", "--once") == 0
    assert [line for line in capsys.readouterr().out.splitlines() if "more" in line] == ["  ... and 44 more"]


def test_calling_off_is_named_as_such(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cancelling asks for its own number in its own words; the second time there is nothing to cancel."""
    assert run(folder, "-q", "send", "preview") == 0
    assert run(folder, "-q", "send", "cancel") == 3
    assert run(folder, "-q", "send", "cancel", "--confirm", "3") == 3
    assert run(folder, "-q", "send", "cancel", "--confirm", "4") == 0
    assert run(folder, "-q", "send", "cancel", "--confirm", "0") == 3
    assert capsys.readouterr().err.splitlines() == [
        "nothing was cancelled",
        "  next: add --confirm 4 to cancel 4 emails",
        "not cancelled: 4 emails to cancel, you typed 3",
        "  next: check the list again",
        "wave first: no email is waiting, so there is nothing to cancel",
        "  next: campaign send log",
    ]


def test_a_wave_called_off_after_its_release_names_the_way_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A released wave that was cancelled is over; the next step is a new wave."""
    assert run(folder, "-q", "send", "go", "--confirm", "4") == 0
    assert run(folder, "-q", "send", "cancel", "--confirm", "4") == 0
    capsys.readouterr()
    assert run(folder, "-q", "send", "go", "--confirm", "4") == 1
    assert capsys.readouterr().err.splitlines() == [
        "0 of 4 sent",
        "  next: a cancelled wave stays cancelled; to send a new one, use --wave NAME",
    ]


def test_events_are_data_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`send log --events` has the same data in JSON as in text."""
    assert run(folder, "-q", "send", "go", "--confirm", "4") == 0
    log = data(folder, capsys, "send", "log", "--events")
    assert isinstance(log, dict)
    assert [(event["name"], event["state"]) for event in log["events"]] == [(name, "queued") for name in NAMES]
    assert log["events"][0]["text"] == "written to outbox/first/01-brando-benifei.eml"


def test_no_test_mail_taken_is_a_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """When the server is down, nothing was sent, so the exit code is 1 and not "partly sent"."""
    with mail_server() as gone:
        port = gone.port
    set_mail_server(folder, port)
    assert run(folder, "-q", "send", "test", "--to", "me@coalition.example", "--confirm", "1") == 1
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "0 of 1 test emails were accepted",
        "  next: campaign doctor",
    ]


def test_an_uncertain_mail_is_named_with_what_to_look_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The log gives the Message-ID of an uncertain email, to search for in a server's log."""
    assert run(folder, "-q", "send", "go", "--confirm", "4") == 0
    now = dt.datetime.now(dt.UTC)
    with Store.open(folder / "campaign.db") as store:
        (claimed,) = (entry.delivery for entry in claim(store, 1, "a mailer that was killed", now))
        mark = SendingMark(store)
        mark.check()
        assert begin(store, claimed.id, "a mailer that was killed", now)
        mark.follow()
    capsys.readouterr()
    assert run(folder, "send", "resume") == 3
    assert "1 email being sent when a mailer stopped: now uncertain, see campaign send log" in capsys.readouterr().err
    assert run(folder, "send", "log") == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"look for {claimed.message_id} to {claimed.address}: campaign send settle --search, or --log FILE"
    )
