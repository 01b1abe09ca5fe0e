"""`campaign signatory invite`, `remind`, `list` and `notify`."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store, signons
from campaign.adapters.store.signons import public_form, record
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent
from campaign.services.campaign import Campaign
from tests.helpers.campaign import frozen_sample, mail_server, run, set_mail_server
from tests.helpers.signons import confirm_submission, move

LETTER = "open-source-exemption"
TABLE = "signatories/invitations.private.csv"
CONTACTS = (
    "organisation,contact,role,mail,language,country\n"
    "Free Knowledge e.V.,Eve Example,Director,eve@knowledge.example,en,DE\n"
    "Open Lab,Max Wit,,max@lab.example,de,AT\n"
)


@pytest.fixture
def server() -> Iterator[Catcher]:
    """A mail server on this machine."""
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def folder(tmp_path: Path, server: Catcher) -> Path:
    """The sample, frozen, with a mail server, a public page, and two contacts to invite."""
    frozen_sample(tmp_path)
    settings = tmp_path / "campaign.toml"
    text = settings.read_text("utf-8").replace(
        "[sender]", 'public_url = "https://coalition.example/letter"\n\n[sender]'
    )
    settings.write_text(text + "\n[inviting]\nper_minute = 6000\n", "utf-8")
    set_mail_server(tmp_path, server.port)
    (tmp_path / "signatories" / "invitations.private.csv").write_text(CONTACTS, "utf-8")
    return tmp_path


def data(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    capsys.readouterr()
    run(folder, "--json", *words)
    result: dict[str, object] = json.loads(capsys.readouterr().out)
    return result


def states(folder: Path, capsys: pytest.CaptureFixture[str]) -> object:
    return data(folder, capsys, "signatory", "list")["counts"]


def text_of(message: bytes) -> str:
    body = message_from_bytes(message, policy=policy.default).get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content.replace("\r\n", "\n")


def test_inviting_shows_and_stops(folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the number nothing is sent, nobody is on the board, and nothing is on record."""
    assert run(folder, "signatory", "invite") == 3
    out, err = capsys.readouterr()
    assert "    Subject: Will Free Knowledge e.V. sign? Keep the open source exemption of the AI Act whole" in out
    assert "  Free Knowledge e.V.  Eve Example  eve@knowledge.example  en" in out.splitlines()
    assert "nothing was sent" in err.splitlines()[-2]
    assert states(folder, capsys) == {"listed": 8}
    assert server.mails == []
    with Store.open(folder / "campaign.db") as store:
        deeds = {entry.line.event.value for entry in store.read(lambda db: list(record.every(db)))}
    assert deeds == {"imported", "bound"}


def test_the_invited_are_on_the_board_and_never_asked_twice(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every contact gets one email with a personal link; inviting again finds nobody left and says why."""
    assert run(folder, "signatory", "invite", "--confirm", "2") == 0
    following = data(folder, capsys, "status")["next"]
    assert str(following).startswith("campaign signatory list, campaign signatory invite; the letter is sent once")
    assert [mail.recipient for mail in server.mails] == ["eve@knowledge.example", "max@lab.example"]
    read = [text_of(mail.content) for mail in server.mails]
    links = [re.findall(r"^https://coalition.example/letter/own/\d+-\S{22}$", text, re.MULTILINE) for text in read]
    assert len({link for matches in links for link in matches}) == 2
    assert states(folder, capsys) == {"invited": 2, "listed": 8}
    assert run(folder, "signatory", "invite", "--confirm", "2") == 3
    assert capsys.readouterr().err.splitlines() == [
        f"{TABLE}:2: Free Knowledge e.V. left out: is already invited (eve@knowledge.example)",
        f"{TABLE}:3: Open Lab left out: is already invited (max@lab.example)",
        f"{TABLE}: nobody is left to invite",
        "  next: see campaign signatory list; to remind, campaign signatory remind",
    ]
    assert len(server.mails) == 2


def test_the_bytes_of_sent_mails_are_not_stored(folder: Path) -> None:
    """They contain a personal link, so no copy of a sent email is stored."""
    assert run(folder, "signatory", "invite", "--confirm", "2") == 0
    with Store.open(folder / "campaign.db") as store:
        assert store.read(lambda db: db.execute("SELECT count(*) FROM message").fetchone()[0]) == 0


def test_refused_rows_are_named_and_the_others_asked(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """A typing error, a duplicate and a listed organisation are reported with their lines; exit code 4, one email."""
    other = "contacts.private.csv"
    table = folder / other
    rows = "A,,,a@gmial.com,,\nOpen Lab,,,max@lab.example,,\nLab,,,max@lab.example,,\nLAION,,,x@laion.example,,\n"
    table.write_text(CONTACTS.splitlines()[0] + "\n" + rows, "utf-8")
    capsys.readouterr()
    assert run(folder, "signatory", "invite", str(table), "--confirm", "1") == 4
    assert capsys.readouterr().err.splitlines()[:3] == [
        f"{other}:2: the email address 'a@gmial.com' looks mistyped; did you mean a@gmail.com?",
        "contacts.private.csv:4: the same email address as line 3; keep one of the two",
        "contacts.private.csv:5: LAION left out: is already listed",
    ]
    assert [mail.recipient for mail in server.mails] == ["max@lab.example"]


def test_an_organisation_that_the_table_calls_invited_gets_its_contact(folder: Path, server: Catcher) -> None:
    """The directory's entry is used; there is no duplicate."""
    table = folder / "signatories" / "organisations.csv"
    header = table.read_text("utf-8").splitlines()[0].split(",")
    row = {"name": "Open Lab", "state": "invited"}
    table.write_text(table.read_text("utf-8") + ",".join(row.get(column, "") for column in header) + "\n", "utf-8")
    assert run(folder, "-q", "signatory", "import") == 0
    assert run(folder, "signatory", "invite", "--confirm", "2") == 0
    with Store.open(folder / "campaign.db") as store:
        matches = [signon for signon in store.read(signons.organisations, LETTER) if signon.name == "Open Lab"]
    assert [(signon.key, signon.state) for signon in matches] == [("open-lab", "invited")]


def test_reminders_go_to_the_silent_only_and_not_too_soon(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """Right after the invitation nobody is reminded, with the reason."""
    assert run(folder, "signatory", "invite", "--confirm", "2") == 0
    capsys.readouterr()
    assert run(folder, "signatory", "remind", "--confirm", "2") == 3
    err = capsys.readouterr().err
    assert re.sub(r"\d{4}-\d\d-\d\d", "DAY", err).splitlines() == [
        "Free Knowledge e.V.: got an email on DAY, gets no reminder",
        "Open Lab: got an email on DAY, gets no reminder",
        "there is nobody to remind",
        "  next: campaign signatory list",
    ]
    assert len(server.mails) == 2


def test_a_reminder_goes_to_the_silent_alone_and_once(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contacts who answered are left alone; nobody is reminded twice within remind_after_days."""
    assert run(folder, "signatory", "invite", "--confirm", "2") == 0
    with Store.open(folder / "campaign.db") as store:
        ids = {signon.name: signon.id for signon in store.read(signons.organisations, LETTER)}
        at = dt.datetime.now(dt.UTC)
        assert move(store, ids["Open Lab"], SignOnState.DECLINED, RecordEvent.DECLINED, Actor.SIGNER, at)
    server.mails.clear()
    for days, code, sent in ((8, 0, 1), (9, 3, 1), (16, 0, 2)):
        monkeypatch.setattr(Campaign, "now", lambda _, days=days: dt.datetime.now(dt.UTC) + dt.timedelta(days=days))
        assert run(folder, "signatory", "remind", "--confirm", "1") == code
        assert [mail.recipient for mail in server.mails] == ["eve@knowledge.example"] * sent
    assert run(folder, "signatory", "invite", "--confirm", "2") == 3
    assert len({mail.content for mail in server.mails}) == len(server.mails) == 2


def test_without_a_server_invitations_are_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are written to outbox/, wait in the ledger, and are not made again."""
    frozen_sample(tmp_path)
    settings = tmp_path / "campaign.toml"
    text = settings.read_text("utf-8").replace("[sender]", 'public_url = "https://coalition.example"\n\n[sender]')
    settings.write_text(text, "utf-8")
    (tmp_path / "signatories" / "invitations.private.csv").write_text(CONTACTS, "utf-8")
    assert run(tmp_path, "signatory", "invite", "--confirm", "2") == 0
    assert len(list((tmp_path / "outbox" / "invitations-1").glob("*.eml"))) == 2
    capsys.readouterr()
    assert run(tmp_path, "signatory", "invite", "--confirm", "2") == 3
    assert "wave invitations-1: 2 emails still to send" in capsys.readouterr().err.splitlines()


def test_inviting_needs_a_page_to_lead_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without public_url, or without a frozen text, nobody is invited."""
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8").replace("public_url", "# public_url"), "utf-8")
    capsys.readouterr()
    assert run(folder, "signatory", "invite", "--confirm", "2") == 3
    assert "public_url is not set" in capsys.readouterr().err


def add(folder: Path, *more: str) -> int:
    who = ("--person", "Eve Example", "--mail", "eve@knowledge.example", "--role", "Director")
    return run(folder, "signatory", "add", "Free Knowledge e.V.", *who, *more)


def test_a_sign_on_that_came_by_phone_waits_for_its_signers_own_link(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is pending; the email is shown, and sent once the number is typed."""
    capsys.readouterr()
    assert add(folder, "--source", "phone") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:4] == ["the email to eve@knowledge.example:", "", "    To: Eve Example <eve@knowledge.example>"]
    assert lines[-2:] == [
        "submission-1: Free Knowledge e.V., signed by Eve Example, waits for eve@knowledge.example to confirm",
        "1 email to signers pending; campaign serve sends them, or: campaign signatory notify",
    ]
    assert states(folder, capsys) == {"pending": 1, "listed": 8}
    assert run(folder, "signatory", "notify") == 3
    assert "  confirm  Free Knowledge e.V.  eve@knowledge.example" in capsys.readouterr().out.splitlines()
    assert server.mails == []
    assert run(folder, "signatory", "notify", "--confirm", "1") == 0
    assert "You told us on the phone that you want to sign" in text_of(server.mails[0].content)
    assert run(folder, "signatory", "notify", "--confirm", "1") == 0
    assert len(server.mails) == 1


def test_notices_of_two_kinds_are_one_json_document(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """Emails to strangers and to known signers go in two waves, and a script reads one result."""
    assert add(folder) == 0
    with Campaign(folder) as campaign:
        stranger = NewSignOn(
            LETTER, SignOnKind.ORGANISATION, "Open Lab", SignOnState.PENDING, 1, "en", SignOnSource.PAGE,
            person="Max Wit", address="max@lab.example", address_key="max@lab.example",
        )  # fmt: skip
        budget = campaign.settings.signing.budget
        campaign.store.write(public_form.sign, stranger, "192.0.2.1", budget, campaign.now())
    result = data(folder, capsys, "signatory", "notify", "--confirm", "2")
    waves = [(wave["wave"], wave["sent"]) for wave in result["waves"]]  # type: ignore[attr-defined]
    assert (result["sent"], result["dropped"], waves) == (2, 0, [("notices", 1), ("confirmations", 1)])
    assert len(server.mails) == 2


def test_a_new_text_shows_its_only_email_in_full(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """Freezing a text that one signer is asked about shows the very email before anything is kept, and needs a yes."""
    assert add(folder) == 0
    with Store.open(folder / "campaign.db") as store:
        confirm_submission(store, 1, dt.datetime.now(dt.UTC))
    letter = folder / "letters" / LETTER / "letter.en.md"
    letter.write_text(letter.read_text("utf-8") + "\nA further paragraph.\n", "utf-8")
    freeze = ("letter", "freeze", "-m", "more", "--substance", "--signatories", "ask", "--despite-problems")
    capsys.readouterr()
    assert run(folder, *freeze) == 3
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[lines.index("the email:") + 2 :][0] == "    To: Eve Example <eve@knowledge.example>"
    assert "A further paragraph." in out.partition("the email:")[2]
    assert "add --confirm 1 to send to signatories 1 email" in err
    assert run(folder, "-q", *freeze, "--confirm", "1") == 0
    assert run(folder, "-q", "signatory", "notify", "--confirm", "2") == 0
    asked = next(text for text in map(text_of, (mail.content for mail in server.mails)) if "further" in text)
    displayed = [line.strip() for line in lines if "https://" not in line]
    assert [
        line for line in asked.splitlines() if line.strip() and "https://" not in line and line.strip() not in displayed
    ] == []


def test_a_similar_name_is_named_before_it_is_entered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A similar name needs --despite-double, and the same address is refused."""
    assert add(folder) == 0
    assert add(folder, "--despite-double") == 3
    with Store.open(folder / "campaign.db") as store:
        confirm_submission(store, 1, dt.datetime.now(dt.UTC))
    capsys.readouterr()
    other = ("--person", "Max Wit", "--mail", "max@lab.example")
    assert run(folder, "signatory", "add", "Free Knowlege e.V.", *other) == 3
    assert capsys.readouterr().err.splitlines() == [
        "may be the same: Free Knowledge e.V. (signon-9), confirmed",
        "Free Knowlege e.V.: not added, a similar name exists",
        "  next: if they are two organisations, use --despite-double",
    ]
    assert run(folder, "signatory", "add", "Free Knowlege e.V.", *other, "--despite-double") == 0
    assert add(folder, "--despite-double") == 3
    assert run(folder, "signatory", "add", "LAION", *other) == 3
    assert run(folder, "signatory", "add", "Lab", "--person", "Max", "--mail", "max@lab") == 2
    assert run(folder, "signatory", "add", "Lab", *other, "--register", "LU 12") == 2
    assert "--register: LU 12 is not a register number, such as 123456789012-34" in capsys.readouterr().err


def test_the_board_shows_who_where_and_since_when(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line per organisation, the meaning and the count of every state, the deadline; --state filters."""
    assert run(folder, "signatory", "invite", "--confirm", "2") == 0
    capsys.readouterr()
    assert run(folder, "signatory", "list", "--state", "silent") == 0
    lines = re.sub(r"\d{4}-\d\d-\d\d", "DAY", capsys.readouterr().out).splitlines()
    assert lines[:6] == [
        "key        name                 state    since       contact      email                  remark",
        "signon-9   Free Knowledge e.V.  invited  DAY  Eve Example  eve@knowledge.example  last email DAY",
        "signon-10  Open Lab             invited  DAY  Max Wit      max@lab.example        last email DAY",
        "",
        "2  invited  has not answered",
        "8  listed   published with the letter",
    ]
