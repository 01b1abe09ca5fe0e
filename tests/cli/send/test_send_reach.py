"""`campaign send`, `status` and `addressee list`: who is on the list and has not had the letter is named."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries
from tests.helpers.campaign import copy_campaign, frozen_sample, mail_server, run, set_mail_server

LETTER = "open-source-exemption"


@pytest.fixture
def server() -> Iterator[Catcher]:
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def folder(tmp_path: Path, server: Catcher) -> Path:
    """The sample with a mail server; its first wave is sent to four addressees."""
    set_mail_server(frozen_sample(tmp_path), server.port)
    assert run(tmp_path, "-q", "send", "preview") == 0
    assert run(tmp_path, "-q", "send", "go", "--confirm", "4") == 0
    return tmp_path


def edit_table(folder: Path, old: str, new: str) -> None:
    table = folder / "letters" / LETTER / "addressees.csv"
    text = table.read_text("utf-8")
    assert old in text
    table.write_text(text.replace(old, new), "utf-8")
    assert run(folder, "-q", "addressee", "import") == 0


def add_late(folder: Path) -> None:
    """Add an addressee to the table and import it."""
    table = folder / "letters" / LETTER / "addressees.csv"
    header = table.read_text("utf-8").splitlines()[0].split(",")
    row = {"id": "late", "name": "Ann Lee", "family_name": "Lee", "given_name": "Ann", "mail": "ann@lee.example"}
    table.write_text(table.read_text("utf-8") + ",".join(row.get(name, "") for name in header) + "\n", "utf-8")
    assert run(folder, "-q", "addressee", "import") == 0


def out(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = run(folder, *words)
    output = capsys.readouterr()
    return code, output.out + output.err


MISSED = "has not received the letter: Ann Lee: added after wave first"


def test_a_late_addressee_is_named_everywhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An addressee who was added after the wave is named by status, log, list, preview and go, with the way out."""
    add_late(folder)
    code, text = out(folder, capsys, "status")
    assert (code, "  letter sent to  4 received it, 1 not" in text.splitlines()) == (0, True)
    assert text.splitlines()[-2:] == [
        "  ! without the letter: Ann Lee: added after wave first",
        "next: campaign send preview --wave late, then campaign send go --wave late",
    ]
    assert out(folder, capsys, "send", "log")[1].splitlines()[-2:] == [
        MISSED,
        "next: campaign send preview --wave late",
    ]
    row, last = out(folder, capsys, "addressee", "list")[1].splitlines()[-2:]
    assert (row.split()[0], row[-22:]) == ("late", "added after wave first")
    assert last == "1 addressee without the letter; next: campaign send preview --wave late"
    assert MISSED in out(folder, capsys, "send", "preview")[1].splitlines()
    code, text = out(folder, capsys, "send", "go")
    assert (code, text.splitlines()[0], text.splitlines()[-2:]) == (
        5,
        MISSED,
        [
            "1 addressee did not get the letter",
            "  next: campaign send preview --wave late, then campaign send go --wave late",
        ],
    )


def test_the_wave_to_latecomers(folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """The wave that is offered goes to the latecomer alone; then nobody is without the letter."""
    add_late(folder)
    assert run(folder, "send", "preview", "--wave", "late") == 0
    assert run(folder, "send", "go", "--wave", "late", "--confirm", "1") == 0
    assert [message.recipient for message in server.mails][-1:] == ["ann@lee.example"]
    assert out(folder, capsys, "send", "go")[0] == 0
    assert "  letter sent to  5 received it" in out(folder, capsys, "status")[1].splitlines()


def test_a_person_is_offered_the_wave(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a terminal, `send go` goes on to the wave to latecomers, which is sent when its number is typed."""
    add_late(folder)
    monkeypatch.setattr("campaign.cli.output.Output.interactive", True)
    answers = iter(["1"])
    monkeypatch.setattr("click.confirm", lambda _text: True)
    monkeypatch.setattr("click.prompt", lambda *_arguments, **_options: next(answers))
    assert out(folder, capsys, "send", "go")[0] == 0
    assert len(server.mails) == 5


def test_a_bounce_by_hand_and_a_corrected_address(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bounce seen elsewhere is noted by hand; a corrected address gets the letter in the next wave, the old one
    never again."""
    assert run(folder, "send", "settle", "voss", "--bounced", "--evidence", "came back to my own mailbox") == 0
    why = "Axel Voss: the email of wave first bounced"
    code, text = out(folder, capsys, "send", "go")
    assert (code, text.splitlines()[0]) == (5, f"has not received the letter: {why}")
    edit_table(folder, "axel.voss@", "voss@")
    assert f"  ! without the letter: {why}; the address was corrected since" in out(folder, capsys, "status")[1]
    assert run(folder, "send", "preview", "--wave", "late") == 0
    assert run(folder, "send", "go", "--wave", "late", "--confirm", "1") == 0
    assert server.mails[-1].recipient.startswith("voss@")
    edit_table(folder, "voss@", "axel.voss@")
    assert run(folder, "send", "preview", "--wave", "third") == 0
    assert run(folder, "send", "go", "--wave", "third", "--confirm", "0") == 3
    assert len(server.mails) == 5


def test_a_mistyped_wave_is_deleted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wave that was never released is deleted with the files of its preview; one that went stays."""
    assert run(folder, "-q", "send", "preview", "--wave", "frist") == 0
    assert (
        "  ! wave frist is empty; to delete it: campaign send delete --wave frist" in out(folder, capsys, "status")[1]
    )
    add_late(folder)
    assert run(folder, "-q", "send", "preview", "--wave", "frist") == 0
    assert out(folder, capsys, "send", "delete", "--wave", "frist") == (
        0,
        "wave frist: deleted, with 1 planned email; none was sent\n",
    )
    assert list((folder / "outbox" / "preview-frist").iterdir()) == []
    assert "wave frist" not in out(folder, capsys, "status")[1]
    assert out(folder, capsys, "send", "delete", "--wave", "first")[0] == 3


def test_a_second_preview_leaves_no_file_of_the_first(tmp_path: Path) -> None:
    """The folder of a preview holds the emails of the last one, and files of others stay."""
    frozen_sample(tmp_path)
    assert run(tmp_path, "-q", "send", "preview") == 0
    files = tmp_path / "outbox" / "preview-first"
    (files / "notes.txt").write_text("mine", "utf-8")
    assert run(tmp_path, "-q", "addressee", "remove", "96761") == 0
    assert run(tmp_path, "-q", "send", "preview") == 0
    names = sorted(path.name.partition("-")[2] for path in files.glob("*.eml"))
    assert names == ["brando-benifei.eml", "drago-tudorache.eml", "sergey-lagodinsky.eml"]
    assert (files / "notes.txt").read_text("utf-8") == "mine"


def test_a_wave_that_went_names_its_version(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After a newer version, the preview of a wave that went names the version that its emails carry."""
    letter = folder / "letters" / LETTER / "letter.en.md"
    letter.write_text(letter.read_text("utf-8").replace("With respect and thanks", "With thanks"), "utf-8")
    assert run(folder, "-q", "letter", "freeze", "-m", "shorter", "--correction") == 0
    text = out(folder, capsys, "send", "preview")[1]
    assert ", as version 1, signatories: 8. These are its emails: 4 sent. This preview sent nothing.\n" in text


def test_a_mistyped_deadline_is_undone(tmp_path: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """Emails that expired by a mistyped deadline go once it is corrected: when the number is typed, or in a mailer that
    keeps running."""
    set_mail_server(frozen_sample(tmp_path), server.port)
    assert run(tmp_path, "-q", "send", "preview") == 0
    assert run(tmp_path, "-q", "send", "go", "--schedule", "--confirm", "4") == 0
    settings = tmp_path / "campaign.toml"
    right = settings.read_text("utf-8")
    settings.write_text(right.replace("vote = ", "vote = 2024-04-26T12:00:00 #", 1), "utf-8")
    out(tmp_path, capsys, "send", "resume")
    assert counts(tmp_path) == {"expired": 4}
    settings.write_text(right, "utf-8")
    line = (
        "  ! wave first: 4 emails expired, but the deadline has not passed; to send: campaign send resume --wave first"
    )
    assert line in out(tmp_path, capsys, "status")[1].splitlines()
    assert out(tmp_path, capsys, "send", "resume")[0] == 3
    assert len(server.mails) == 0
    again = copy_campaign(tmp_path, tmp_path.parent / "again")
    assert out(tmp_path, capsys, "send", "resume", "--confirm", "4")[0] == 0
    assert len(server.mails) == 4
    assert run(again, "-q", "send", "run", "--once") == 0
    assert len(server.mails) == 8


def test_what_expired_is_not_sent_twice(tmp_path: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """An email that expired is called off when its addressee has got the letter in another wave since."""
    set_mail_server(frozen_sample(tmp_path), server.port)
    assert run(tmp_path, "-q", "send", "preview") == 0
    assert run(tmp_path, "-q", "send", "go", "--schedule", "--confirm", "4") == 0
    settings = tmp_path / "campaign.toml"
    right = settings.read_text("utf-8")
    settings.write_text(right.replace("vote = ", "vote = 2024-04-26T12:00:00 #", 1), "utf-8")
    out(tmp_path, capsys, "send", "resume")
    settings.write_text(right, "utf-8")
    assert run(tmp_path, "-q", "send", "preview", "--wave", "late") == 0
    assert run(tmp_path, "-q", "send", "go", "--wave", "late", "--confirm", "4") == 0
    out(tmp_path, capsys, "send", "resume", "--confirm", "4")
    assert (counts(tmp_path), len(server.mails)) == ({"cancelled": 4}, 4)


def test_who_answered_and_how(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status names who is for, against and undecided, and counts those without an answer."""
    for who, position in (("benifei", "supports"), ("voss", "against"), ("tudorache", "open")):
        assert run(folder, "-q", "reply", "add", who, "--stance", position, "--note", "said so") == 0
    row = json.loads(out(folder, capsys, "--json", "status")[1])["answers"]
    assert row == "for: Brando Benifei; against: Axel Voss; undecided: Dragoş Tudorache; 1 without an answer"


def counts(folder: Path, wave: str = "first") -> dict[str, int]:
    """A wave's deliveries by state."""
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, LETTER, wave)
        assert mailing is not None
        return {state.value: number for state, number in store.read(deliveries.counts, mailing.id).items()}


def test_a_wave_for_a_part_of_the_list(tmp_path: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """A wave goes only to those whom its words name; `go` keeps that, and the next wave goes to all others."""
    set_mail_server(frozen_sample(tmp_path), server.port)
    assert run(tmp_path, "-q", "send", "preview", "--wave", "pilot", "--only", "de", "--only", "benifei") == 0
    assert counts(tmp_path, "pilot") == {"planned": 3}
    assert run(tmp_path, "-q", "send", "preview", "--wave", "pilot", "--only", "nowhere") == 2
    assert "'nowhere' selects no addressee with an email address" in capsys.readouterr().err
    assert run(tmp_path, "-q", "send", "preview", "--wave", "pilot", "--only", "all") == 0
    assert counts(tmp_path, "pilot") == {"planned": 4}
    assert run(tmp_path, "send", "preview", "--wave", "pilot", "--only", "benifei") == 0
    assert "this wave goes only to: benifei; 3 addressees of the list not in it" in "".join(capsys.readouterr())
    assert run(tmp_path, "-q", "send", "go", "--wave", "pilot", "--confirm", "1") == 0
    assert [mail.recipient for mail in server.mails] == ["brando.benifei@europarl.example"]
    assert run(tmp_path, "-q", "send", "preview", "--wave", "pilot", "--only", "de") == 3
    assert run(tmp_path, "-q", "send", "preview") == 0
    assert run(tmp_path, "-q", "send", "go", "--confirm", "3") == 0
    assert len({mail.recipient for mail in server.mails}) == 4
