"""`campaign send`: follow-ups, scheduled waves, pause and resume, and the mailer."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaign.adapters.files.folder import Folder
from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store, replies
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.records import Delivery
from campaign.core.replies import read
from campaign.services.sending.send_wave import mailer_lock
from tests.helpers.campaign import frozen_sample, mail_server, run, set_mail_server

NAMES = ["Brando Benifei", "Dragoş Tudorache", "Sergey Lagodinsky", "Axel Voss"]
LATER = "2099-01-05 09:00"  # never reached; the sample's deadline is moved behind it
TODAY = f"{dt.datetime.now(ZoneInfo('Europe/Brussels')):%-d %B %Y}"


@pytest.fixture
def server() -> Iterator[Catcher]:
    """A mail server on this machine."""
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def folder(tmp_path: Path, server: Catcher) -> Path:
    """The sample, frozen, with a mail server."""
    set_mail_server(frozen_sample(tmp_path), server.port)
    return tmp_path


def run_and_read(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], list[str]]:
    """A command's exit code, the lines of its output, and its remarks."""
    capsys.readouterr()
    code = run(folder, *words)
    output = capsys.readouterr()
    return code, output.out.splitlines(), output.err.splitlines()


def data(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> object:
    capsys.readouterr()
    run(folder, "--json", *words)
    return json.loads(capsys.readouterr().out)


def states(folder: Path, wave: str = "first") -> list[str]:
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, "open-source-exemption", wave)
        assert mailing is not None
        return [delivery.state.value for delivery in store.read(deliveries.deliveries, mailing.id)]


def edit_settings(folder: Path, old: str, new: str) -> None:
    """Edit campaign.toml."""
    settings = folder / "campaign.toml"
    text = settings.read_text("utf-8")
    assert old in text
    settings.write_text(text.replace(old, new), "utf-8")


def add_reply(folder: Path, which: int, about: str) -> None:
    """Store a reply to the first wave's email to one of the four; `{}` in it is the Message-ID."""
    now = dt.datetime.now(dt.UTC)
    with Store.open(folder / "campaign.db") as store:
        mail: Delivery = store.read(deliveries.deliveries, 1)[which]
        assert store.write(replies.add, read(about.format(mail.message_id).encode(), now), "box", now)


REPLY = (
    "From: b@europarl.example\nSubject: Re: yours\nMessage-ID: <r@europarl.example>\nIn-Reply-To: {}\n\nThank you.\n"
)
BOUNCE = (
    "Return-Path: <>\nFrom: mailer-daemon@europarl.example\nSubject: failure notice\nMessage-ID: <b@europarl.example>\n"
    "X-Failed-Recipients: axel.voss@europarl.example\n\n550 5.1.1 no\n\nMessage-ID: {}\n"
)


def test_a_follow_up_goes_to_those_who_have_not_answered(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of four, one replied, one answered on the phone, one email bounced: one gets the follow-up, and the others are
    listed with the reason."""
    assert run(folder, "-q", "send", "go", "--confirm", "4") == 0
    add_reply(folder, 0, REPLY)
    add_reply(folder, 3, BOUNCE)
    assert run(folder, "-q", "reply", "add", "Lagodinsky", "--stance", "supports", "--note", "yes") == 0
    follow_up = ("send", "preview", "--wave", "follow-up", "--not-before", "now")
    code, out, err = run_and_read(folder, capsys, *follow_up)
    assert (code, out[0].split("  ")[1:3]) == (0, ["Dragoş Tudorache", "dragos.tudorache@europarl.example"])
    assert err == [
        f"left out: Brando Benifei: answered on {TODAY}",
        f"left out: Sergey Lagodinsky: position recorded (supports) on {TODAY}",
        "left out: Axel Voss: the email of wave first bounced",
    ]
    preview = data(folder, capsys, *follow_up)
    assert isinstance(preview, dict)
    assert [person["name"] for person in preview["left_out"]] == [NAMES[0], NAMES[2], NAMES[3]]
    assert preview["purpose"] == "follow-up"
    assert run(folder, "send", "go", "--wave", "follow-up", "--confirm", "1") == 0
    assert [mail.recipient for mail in server.mails][4:] == ["dragos.tudorache@europarl.example"]


def test_a_follow_up_stands_below_the_letter(folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """The emails of later waves refer to the first letter to the same address, whatever was sent between; the letter
    refers to nothing; planning again gives the same."""
    assert run(folder, "-q", "send", "go", "--confirm", "4") == 0
    for wave in ("follow-up", "last-call"):
        preview = ("send", "preview", "--wave", wave, "--not-before", "now")
        assert data(folder, capsys, *preview) == data(folder, capsys, *preview)
        assert run(folder, "-q", "send", "go", "--wave", wave, "--confirm", "4") == 0
    sent = {
        name: [mail for mail in messages(server) if mail["To"] == name] for name in {m["To"] for m in messages(server)}
    }
    assert [len(mails) for mails in sent.values()] == [3] * 4
    for letter, *later in sent.values():
        assert (letter["In-Reply-To"], letter["References"]) == (None, None)
        for mail in later:
            assert (mail["In-Reply-To"], mail["References"]) == (letter["Message-ID"], letter["Message-ID"])
            assert mail["Subject"] == letter["Subject"]


def messages(server: Catcher) -> list[Message]:
    return [message_from_bytes(mail.content) for mail in server.mails]


def test_a_follow_up_before_the_letter(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody gets a follow-up before the letter; `go` says that nobody is left."""
    code, _, err = run_and_read(folder, capsys, "send", "go", "--wave", "last-call", "--confirm", "0")
    assert (code, err) == (
        3,
        [
            *(f"left out: {name}: has not received the letter" for name in NAMES),
            "not sent:",
            "  - nobody is left to write to: see above who is left out, and why",
            "  next: campaign status",
        ],
    )


def test_a_follow_up_waits_for_its_time(folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """By the timetable it is sent five working days before the vote; until then, `go` refuses and suggests
    --schedule."""
    assert run(folder, "-q", "send", "go", "--confirm", "4") == 0
    code, _, err = run_and_read(folder, capsys, "send", "go", "--wave", "follow-up", "--confirm", "4")
    assert code == 3
    assert err[-2].startswith("nothing can be sent now: not before ")
    assert err[-1] == (
        "  next: release it with campaign send go --wave follow-up --schedule; "
        "campaign send run sends it when its time comes"
    )
    code, out, _ = run_and_read(folder, capsys, "send", "go", "--wave", "follow-up", "--schedule", "--confirm", "4")
    assert code == 0
    assert out[-1].startswith(
        "wave follow-up: 4 emails released; `campaign send run` or `campaign serve` will start not before "
    )
    assert (states(folder, "follow-up"), len(server.mails)) == (["queued"] * 4, 4)


def test_a_purpose_of_another_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--purpose sets the purpose of a wave with any name; it is remembered, and a released wave keeps its purpose."""
    assert run(folder, "-q", "send", "go", "--confirm", "4") == 0
    assert run(folder, "-q", "send", "preview", "--wave", "nudge", "--purpose", "follow-up") == 0
    preview = data(folder, capsys, "send", "preview", "--wave", "nudge")
    assert isinstance(preview, dict)
    assert (preview["purpose"], len(preview["emails"])) == ("follow-up", 4)
    code, _, err = run_and_read(folder, capsys, "send", "preview", "--purpose", "last-call")
    assert (code, err) == (
        3, ["wave first is already released", "  next: cancel the emails that are not sent yet: campaign send cancel"],
    )  # fmt: skip


def test_a_time_of_its_own(folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """--not-before is stored with the wave from the preview on; an invalid time is refused with an example."""
    edit_settings(folder, "vote = ", "vote = 2099-04-26T12:00:00 #")
    _, out, _ = run_and_read(folder, capsys, "send", "preview", "--not-before", LATER)
    assert out[-2] == "it starts not before Monday 5 January 2099, 09:00 (Europe/Brussels)"
    code, _, err = run_and_read(folder, capsys, "send", "go", "--confirm", "4")
    assert (code, err[0]) == (3, "nothing can be sent now: not before Monday 5 January 2099, 09:00 (Europe/Brussels)")
    code, _, err = run_and_read(folder, capsys, "send", "preview", "--not-before", "soon")
    assert (code, err) == (2, ["--not-before: 'soon' is not a valid time", '  next: write "YYYY-MM-DD HH:MM", or now'])
    assert run(folder, "-q", "send", "go", "--not-before", "now", "--confirm", "4") == 0
    assert len(server.mails) == 4


def test_a_wave_before_its_day_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Above the number stands that the timetable has the wave later; not if the wave has a time of its own."""
    edit_settings(folder, "vote = ", "vote = 2099-04-26T12:00:00 #")
    _, _, err = run_and_read(folder, capsys, "send", "go")
    early = "the timetable has this wave on Monday 13 April 2099, 09:00 (Europe/Brussels): it would be sent earlier"
    assert early in err
    assert early not in run_and_read(folder, capsys, "send", "go", "--not-before", LATER)[2]


def test_nothing_is_scheduled_without_a_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a mail server nothing is scheduled, and the mailer does not start."""
    frozen_sample(tmp_path)
    assert run(tmp_path, "-q", "send", "preview") == 0
    code, _, err = run_and_read(tmp_path, capsys, "send", "go", "--schedule", "--confirm", "4")
    assert (code, err[-2]) == (3, "no mail server is set, so nothing would be sent")
    assert states(tmp_path) == ["planned"] * 4
    assert run_and_read(tmp_path, capsys, "send", "run")[2][0] == "no mail server is set, so nothing can be sent"


def test_run_once(folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """It sends what is released and due, without a number, reports every email, and ends."""
    assert run(folder, "-q", "send", "go", "--schedule", "--confirm", "4") == 0
    assert server.mails == []
    code, out, err = run_and_read(folder, capsys, "send", "run", "--once")
    assert (code, err) == (0, [])
    lines = [line.split("  ")[1:3] for line in out[:4]]  # in the order in which the server took them
    assert sorted(lines) == sorted(
        ["sent", f"{name} <{mail.recipient}>"] for name, mail in zip(NAMES, sorted_mails(server), strict=True)
    )
    assert out[4:] == ["4 sent; 0 emails left"]
    assert data(folder, capsys, "send", "run", "--once") == {"left": 0, "warnings": []}


def sorted_mails(server: Catcher) -> list[object]:
    """The four, in the order of the list of addressees."""
    order = ["brando", "dragos", "sergey", "axel"]
    return sorted(server.mails, key=lambda mail: order.index(mail.recipient.split(".")[0]))


def test_run_once_says_what_waits(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wave that is not due is reported with its time, and a paused one with its reason."""
    edit_settings(folder, "vote = ", "vote = 2099-04-26T12:00:00 #")
    assert run(folder, "-q", "send", "preview", "--not-before", LATER) == 0
    assert run(folder, "-q", "send", "go", "--schedule", "--confirm", "4") == 0
    when = "not before Monday 5 January 2099, 09:00 (Europe/Brussels)"
    assert [line.split("  ", 1)[1] for line in run_and_read(folder, capsys, "send", "run", "--once")[1][:1]] == [
        f"wave first: 4 emails left, {when}"
    ]
    assert run_and_read(folder, capsys, "send", "pause", "--why", "a doubt")[1] == [
        "wave first: paused, 4 emails left; next: campaign send resume --wave first"
    ]
    assert [line.split("  ", 1)[1] for line in run_and_read(folder, capsys, "send", "run", "--once")[1][:1]] == [
        "wave first: 4 emails left, paused: a doubt"
    ]
    status = data(folder, capsys, "status")
    assert isinstance(status, dict)
    assert status["wave first"] == "version 1: 4 queued, paused (a doubt)"
    assert status["remarks"] == ["wave first is paused: a doubt"]
    assert status["next"] == "campaign send resume --wave first"
    assert run(folder, "send", "pause") == 3


def test_run_once_without_a_server(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """If no server answers, it says so and fails; the emails wait."""
    with mail_server() as gone:
        port = gone.port
    with_other_port(folder, port)
    assert run(folder, "-q", "send", "go", "--schedule", "--confirm", "4") == 0
    code, out, err = run_and_read(folder, capsys, "send", "run", "--once")
    assert (code, out[-1]) == (1, "nothing sent; 4 emails left")
    assert err[0] == f"wave first: no connection to 127.0.0.1:{port}: it refuses the connection"
    assert states(folder) == ["queued"] * 4


def with_other_port(folder: Path, port: int) -> None:
    text = (folder / "campaign.toml").read_text("utf-8")
    old = text.rpartition("port = ")[2].partition("\n")[0]
    (folder / "campaign.toml").write_text(text.replace(f"port = {old}", f"port = {port}"), "utf-8")


def test_resume_lets_a_paused_wave_go_on(folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """It asks for the number; if another mailer is running, that one continues the wave."""
    assert run(folder, "-q", "send", "go", "--schedule", "--confirm", "4") == 0
    assert run(folder, "-q", "send", "pause", "--wave", "first") == 0
    with mailer_lock(Folder(folder).mailer_lock):
        assert run(folder, "-q", "send", "resume") == 3
        _, out, _ = run_and_read(folder, capsys, "send", "resume", "--confirm", "4")
        assert out[-1] == "wave first: no longer paused; the running mailer continues it"
        assert run(folder, "-q", "send", "resume", "--confirm", "4") == 3
        assert run(folder, "-q", "send", "run") == 3
    assert run(folder, "-q", "send", "pause") == 0
    assert run(folder, "-q", "send", "resume", "--confirm", "4") == 0
    assert (states(folder), len(server.mails)) == (["sent"] * 4, 4)


def test_a_running_mailer_takes_a_wave_over(folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """While `send run` or `serve` is sending, `go` releases the wave and ends; while another command is, it refuses."""
    places = Folder(folder)
    with mailer_lock(places.mailer_lock):
        assert run(folder, "-q", "send", "go", "--confirm", "4") == 3
        assert states(folder) == ["planned"] * 4
        with mailer_lock(places.server_lock):
            code, out, _ = run_and_read(folder, capsys, "send", "go", "--confirm", "4")
    released = "wave first: 4 emails released; the mailer that is running sends them now"
    assert (code, out[-1]) == (0, f"{released} (see campaign send log --wave first)")
    assert (states(folder), server.mails) == (["queued"] * 4, [])
    assert run(folder, "-q", "send", "run", "--once") == 0
    assert (states(folder), len(server.mails)) == (["sent"] * 4, 4)


def test_a_withdrawn_sign_on_holds_a_scheduled_wave(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """If an organisation is withdrawn between release and sending, no email with its name is sent."""
    edit_settings(folder, "minimum_signatories = 8", "minimum_signatories = 7")
    assert run(folder, "-q", "send", "go", "--schedule", "--confirm", "4") == 0
    assert run(folder, "-q", "signatory", "remove", "laion") == 0
    _, out, _ = run_and_read(folder, capsys, "send", "run", "--once")
    why = "named in these emails but no longer listed: laion; run campaign send cancel, then start a new wave"
    assert out[0].split("  ", 1)[1] == f"wave first: 4 emails left, {why}"
    assert run(folder, "send", "resume", "--confirm", "4") == 3
    assert server.mails == []
    assert run(folder, "-q", "send", "cancel", "--confirm", "4") == 0
    assert run(folder, "-q", "send", "go", "--wave", "anew", "--confirm", "4") == 0
    assert len(server.mails) == 4


def test_status_leads_to_the_mailer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While a released wave is not due, the next step is to run the mailer."""
    edit_settings(folder, "vote = ", "vote = 2099-04-26T12:00:00 #")
    assert run(folder, "-q", "send", "preview", "--not-before", LATER) == 0
    assert run(folder, "-q", "send", "go", "--schedule", "--confirm", "4") == 0
    status = data(folder, capsys, "status")
    assert isinstance(status, dict)
    assert status["next"] == "campaign send run"
    assert status["wave first"].startswith(
        "version 1: 4 queued, not before Monday 5 January 2099, 09:00 (Europe/Brussels), in "
    )


@pytest.mark.slow
def test_a_mailer_in_a_process_of_its_own(folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """It takes up what another process releases, stops what another process pauses, and ends on Ctrl-C with exit code
    0."""
    edit_settings(folder, "per_minute = 6000", "per_minute = 120")
    command = [sys.executable, "-m", "campaign", "-C", str(folder), "send", "run"]
    mailer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        wait_for(lambda: is_locked(folder))
        assert run(folder, "-q", "send", "go", "--schedule", "--confirm", "4") == 0
        wait_for(lambda: server.mails)
        assert run(folder, "-q", "send", "pause") == 0
        then = len(server.mails)
        time.sleep(1.5)
        assert len(server.mails) <= then + 1 < 4
        assert set(states(folder)) == {"sent", "queued"}
        assert run(folder, "-q", "send", "cancel", "--confirm", str(states(folder).count("queued"))) == 0
        os.kill(mailer.pid, signal.SIGINT)
        out, _ = mailer.communicate(timeout=10)
    finally:
        mailer.kill()
    assert mailer.returncode == 0
    assert out.splitlines()[-1] == f"{len(server.mails)} sent; 0 emails left"


def wait_for(condition: object) -> None:
    """Wait until a condition is true, for at most twenty seconds: a process has to start, and polls every three."""
    assert callable(condition)
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to be")


def is_locked(folder: Path) -> bool:
    """Whether somebody holds the mailer's lock. The kernel is asked, as trying the lock would hold it for a moment."""
    lock = Folder(folder).mailer_lock
    return lock.exists() and f":{lock.stat().st_ino} " in Path("/proc/locks").read_text()


def test_the_log_of_some_states(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--state` lists the emails in that state, in text and in JSON; a state without emails lists none."""
    data(folder, capsys, "send", "preview")
    code, lines, _ = run_and_read(folder, capsys, "send", "log", "--state", "planned")
    assert (code, [line.split("  ")[1] for line in lines if "@" in line]) == (0, NAMES)
    for state, names in (("planned", NAMES), ("sent", [])):
        log = data(folder, capsys, "send", "log", "--state", state)
        assert isinstance(log, dict)
        assert [delivery["name"] for delivery in log["deliveries"]] == names
    assert run_and_read(folder, capsys, "send", "log", "--state", "sent", "--events")[0] == 2
