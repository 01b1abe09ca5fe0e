"""`campaign signatory review`, `merge`, `withdraw`, `proof` and `export`."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from campaign.adapters.files.folder import Folder
from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store, signons
from campaign.adapters.store.signons import decisions, notices, proposed_changes, public_form, record
from campaign.core.signatories import SignOnState
from campaign.core.signatories.domains import domain_of_site
from campaign.core.signons import NewSignOn, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent
from campaign.core.signons.request_limits import ConfirmationBudget
from campaign.services.letters.verify import verify_store
from campaign.services.sending.send_wave import mailer_lock
from tests.helpers.campaign import frozen_sample, mail_server, run, set_mail_server
from tests.helpers.signons import enter_confirmed
from tests.services.notices.test_notifying import NEW, NOW

LETTER = "open-source-exemption"
LIBERA = replace(
    NEW, name="Libera", person="Lea Example", address="lea@libera.example", address_key="lea@libera.example"
)


@pytest.fixture
def server() -> Iterator[Catcher]:
    """A mail server on this machine."""
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def folder(tmp_path: Path, server: Catcher) -> Path:
    """The sample, frozen, with a mail server and a public page."""
    frozen_sample(tmp_path)
    settings = tmp_path / "campaign.toml"
    text = settings.read_text("utf-8").replace(
        "[sender]", 'public_url = "https://coalition.example/letter"\n\n[sender]'
    )
    settings.write_text(text + "\n[inviting]\nper_minute = 6000\n", "utf-8")
    set_mail_server(tmp_path, server.port)
    return tmp_path


def add_confirmed(folder: Path, new: NewSignOn = NEW) -> int:
    """A sign-on with a confirmed email address, whose signer is due to get the personal link."""
    with Store.open(folder / "campaign.db") as store:
        signon = enter_confirmed(store, new, NOW)
        for notice in store.read(notices.pending):
            assert store.write(notices.remove, notice)
    return signon


def read_signon(folder: Path, signon: int) -> SignOn:
    with Store.open(folder / "campaign.db") as store:
        row = store.read(signons.one, signon)
    assert row is not None
    return row


def owed_notices(folder: Path) -> list[tuple[int, str, dict[str, str]]]:
    with Store.open(folder / "campaign.db") as store:
        return [(notice.signon, notice.kind, dict(notice.facts)) for notice in store.read(notices.pending)]


def lines(folder: Path, signon: int) -> list[tuple[RecordEvent, Actor, dict[str, str]]]:
    with Store.open(folder / "campaign.db") as store:
        entries = store.read(record.of, signon)
    return [(entry.line.event, entry.line.actor, dict(entry.line.facts)) for entry in entries]


def flaws(folder: Path) -> tuple[str, ...]:
    with Store.open(folder / "campaign.db") as store:
        return verify_store(store).flaws


def answer(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    """Simulate a terminal at which these answers are typed."""
    stdin = io.StringIO("".join(f"{line}\n" for line in typed))
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", stdin)


def test_the_queue_shows_what_speaks_for_and_against(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every waiting sign-on is shown with its signer and the reasons, similar names with key and state; nothing
    changes."""
    signon = add_confirmed(folder)
    double = add_confirmed(folder, replace(LIBERA, name="Free Knowledge"))
    capsys.readouterr()
    assert run(folder, "signatory", "review") == 0
    out = capsys.readouterr().out
    assert out == (
        f"\n1 of 2: Free Knowledge e.V. (signon-{signon}), organisation\n"
        "  signed by  Eve Example, Director\n"
        "  email      eve@knowledge.example\n"
        "  remark: The email address is at knowledge.example: no site of this organisation is known\n"
        "  against: A known organisation has the same name, apart from legal form and small words: Free Knowledge"
        f" (signon-{double}, confirmed)\n"
        f"\n2 of 2: Free Knowledge (signon-{double}), organisation\n"
        "  signed by  Lea Example, Director\n"
        "  email      lea@libera.example\n"
        "  remark: The email address is at libera.example: no site of this organisation is known\n"
        "  against: A known organisation has the same name, apart from legal form and small words: Free Knowledge e.V."
        f" (signon-{signon}, confirmed)\n"
        "to decide: campaign signatory review KEY --list | --refuse WHY | --merge INTO\n"
    )
    assert owed_notices(folder) == []


def test_listing_says_who_approved_and_owes_the_mail(folder: Path, server: Catcher) -> None:
    """The record names who approved; `notify` sends the email; the name is listed."""
    signon = add_confirmed(folder)
    assert run(folder, "signatory", "review", f"signon-{signon}", "--list", "--by", "Ada Organiser") == 0
    assert read_signon(folder, signon).state is SignOnState.LISTED
    assert lines(folder, signon)[-1] == (RecordEvent.LISTED, Actor.COORDINATOR, {"by": "Ada Organiser"})
    assert owed_notices(folder) == [(signon, "listed", {})]
    assert run(folder, "signatory", "notify", "--confirm", "1") == 0
    assert [mail.recipient for mail in server.mails] == ["eve@knowledge.example"]
    assert run(folder, "signatory", "review", f"signon-{signon}", "--list") == 3


def test_notify_names_every_mailing_that_a_running_mailer_takes_over(
    folder: Path, server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """While `serve` is sending, `notify` hands over notices and confirmations, each with its own number."""
    assert run(folder, "-q", "signatory", "review", f"signon-{add_confirmed(folder)}", "--list") == 0
    with Store.open(folder / "campaign.db") as store:
        for mailbox in ("lea@libera.example", "max@lab.example"):
            form = replace(LIBERA, address=mailbox, address_key=mailbox, source=SignOnSource.PAGE)
            store.write(public_form.sign, form, "192.0.2.1", ConfirmationBudget(10, 200), NOW)
    capsys.readouterr()
    places = Folder(folder)
    with mailer_lock(places.signers_lock), mailer_lock(places.server_lock):
        assert run(folder, "signatory", "notify", "--confirm", "3") == 0
    released = [line for line in capsys.readouterr().out.splitlines() if line.startswith("wave ")]
    assert [line.partition(" released")[0] for line in released] == [
        "wave notices: 1 email",
        "wave confirmations: 2 emails",
    ]
    assert server.mails == []
    assert flaws(folder) == ()


def test_refusing_sends_the_reason_and_keeps_it_out_of_the_record(folder: Path) -> None:
    """The reason goes to the signer only: it may be personal, and the record is permanent."""
    signon = add_confirmed(folder)
    assert run(folder, "signatory", "review", f"signon-{signon}", "--refuse", "We do not know you.") == 0
    assert read_signon(folder, signon).state is SignOnState.REFUSED
    assert [event for event, _, _ in lines(folder, signon)][-1] is RecordEvent.REFUSED
    assert set(lines(folder, signon)[-1][2]) == {"by"}
    assert owed_notices(folder) == [(signon, "refused", {"typed": "We do not know you."})]


def test_one_decision_at_a_time(folder: Path) -> None:
    """Two decisions, or one without a sign-on, are wrong usage; a listed sign-on waits for nothing."""
    signon = add_confirmed(folder)
    assert run(folder, "signatory", "review", f"signon-{signon}", "--list", "--refuse", "no") == 2
    assert run(folder, "signatory", "review", "--list") == 2
    assert run(folder, "signatory", "review", "laion", "--list") == 3
    assert read_signon(folder, signon).state is SignOnState.CONFIRMED


def test_at_a_terminal_it_asks_about_every_sign_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """List, refuse with a sentence, merge with an error that is printed and skipped, leave for later, quit. Each email
    is shown in full and needs a yes."""
    numbers = [
        add_confirmed(
            folder, replace(LIBERA, name=name, address=f"a{at}@one.example", address_key=f"a{at}@one.example")
        )
        for at, name in enumerate(("Alpha House", "Bravo Works", "Cinema Club", "Delta Garden", "Echo Valley"))
    ]
    answer(monkeypatch, "list", "y", "refuse", "Not now.", "y", "merge", "nobody of that name", "later", "quit")
    capsys.readouterr()
    assert run(folder, "signatory", "review") == 0
    assert [read_signon(folder, number).state.value for number in numbers] == [
        "listed", "refused", "confirmed", "confirmed", "confirmed",
    ]  # fmt: skip
    out, err = capsys.readouterr()
    assert "  no sign-on matches 'nobody of that name'" in err
    emails = [line for line in out.splitlines() if line.startswith("    To: ")]
    assert emails == ["    To: Lea Example <a0@one.example>", "    To: Lea Example <a1@one.example>"]
    assert "Not now." in out


def test_the_register_is_looked_at_when_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An entry of the Register's export with the email's domain proves the sign-on; a missing file is an error."""
    export = folder / "register.xml"
    export.write_text(
        "<ListOfIRPublicDetail><resultList><interestRepresentative>"
        "<identificationCode>123456789012-02</identificationCode>"
        "<name><originalName>Free Knowledge e.V.</originalName></name>"
        "<webSiteURL>https://knowledge.example</webSiteURL>"
        "</interestRepresentative></resultList></ListOfIRPublicDetail>",
        "utf-8",
    )
    add_confirmed(folder)
    capsys.readouterr()
    assert run(folder, "--json", "signatory", "review", "--register", str(export)) == 0
    (case,) = json.loads(capsys.readouterr().out)["waiting"]
    assert (case["automatic"], [reason["finding"] for reason in case["reasons"]]) == (
        True,
        ["register-domain", "registered"],
    )
    add_confirmed(folder, replace(LIBERA, register="123456789012-02"))
    assert run(folder, "--json", "signatory", "review", "--register", str(export)) == 0
    (_, case) = json.loads(capsys.readouterr().out)["waiting"]
    assert [reason["finding"] for reason in case["reasons"]] == ["unknown-site", "number-other"]
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8").replace("[inviting]", '[inviting]\nregister = "no.xml"'), "utf-8")
    assert run(folder, "signatory", "review") == 1
    assert capsys.readouterr().err.splitlines()[0] == f"{folder / 'no.xml'}: cannot be read (No such file or directory)"


def test_what_is_merged_leaves_the_lists_and_keeps_its_history(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is shown first and stops; then the directory's entry moves to the sign-on that stays, and both say so in the
    record."""
    with Store.open(folder / "campaign.db") as store:
        invited = replace(
            NEW, name="Libera e.V.", state=SignOnState.INVITED, version=None, source=SignOnSource.INVITATION,
            organisation="libera", address="office@libera.example", address_key="office@libera.example",
        )  # fmt: skip
        gone = store.write(signons.add, invited, RecordEvent.INVITED, Actor.COORDINATOR, NOW).id
    stays = add_confirmed(folder, LIBERA)
    capsys.readouterr()
    assert run(folder, "signatory", "merge", f"signon-{stays}", "libera") == 3
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        "stays goes after",
        f"key signon-{stays} libera libera",
        "listed as Libera Libera e.V. Libera",
        "state confirmed invited confirmed",
        "agreed to version 1 version 1",
        "contact Lea Example, lea@libera.example Eve Example, office@libera.example Lea Example, lea@libera.example",
        "office@libera.example has not signed, and gets no email about the merge",
        "two contacts: the one of the row that stays is told about changes to the text, the other one is not",
    ]
    assert run(folder, "signatory", "merge", "libera", f"signon-{stays}", "--confirm", "1") == 3
    assert run(folder, "signatory", "merge", f"signon-{stays}", "libera", "--confirm", "1", "--by", "Ada") == 0
    assert (read_signon(folder, stays).organisation, read_signon(folder, stays).state.value) == ("libera", "confirmed")
    assert (read_signon(folder, gone).organisation, read_signon(folder, gone).state.value) == ("", "withdrawn")
    assert lines(folder, stays)[-1][::2] == (RecordEvent.MERGED, {"by": "Ada", "from": str(gone)})
    assert lines(folder, gone)[-1][::2] == (RecordEvent.MERGED, {"by": "Ada", "into": str(stays), "state": "withdrawn"})
    assert owed_notices(folder) == []
    assert flaws(folder) == ()


def test_an_address_at_a_rows_own_site_suggests_the_merge(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The address speaks for it, the row is suggested, and the email to the signer is shown before anything happens."""
    with Store.open(folder / "campaign.db") as store:
        organisations = store.read(signons.organisations, LETTER)
    row = next(signon for signon in organisations if signon.url and signon.state is SignOnState.LISTED)
    address = f"eve@{domain_of_site(row.url)}"
    signon = add_confirmed(folder, replace(NEW, name=f"{row.name} e.V.", address=address, address_key=address))
    capsys.readouterr()
    assert run(folder, "signatory", "review") == 0
    out = capsys.readouterr().out
    assert f"  probably {row.name}: merge it into {row.key}\n" in out
    assert f"  for: The email address is at {domain_of_site(row.url)}" in out
    assert "domain of another organisation" not in out
    assert run(folder, "signatory", "merge", row.key, f"signon-{signon}") == 3
    out = capsys.readouterr().out
    assert f"the email to {address}:" in out
    assert f"You signed as “{row.name} e.V.”." in " ".join(out.split())
    assert owed_notices(folder) == []
    assert run(folder, "signatory", "review", f"signon-{signon}", "--merge", row.key) == 0
    assert owed_notices(folder) == [(row.id, "merged", {"name": f"{row.name} e.V."})]
    capsys.readouterr()
    assert run(folder, "signatory", "list") == 0
    assert f"merged into {row.key}" in capsys.readouterr().out
    assert run(folder, "signatory", "notify", "--confirm", "1") == 0
    assert flaws(folder) == ()


def test_two_of_the_directory_are_merged_with_a_word_about_the_table(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A remark says that the table would bring the other one back."""
    assert run(folder, "signatory", "merge", "laion", "creative-commons", "--confirm", "1") == 0
    assert capsys.readouterr().err.splitlines()[-1].endswith("then run: campaign signatory remove creative-commons")
    assert flaws(folder) == ()


@pytest.mark.parametrize(("keep", "gone", "code"), [("laion", "laion", 2), ("laion", "PERSON", 2), ("laion", "OUT", 3)])
def test_what_cannot_be_merged(folder: Path, keep: str, gone: str, code: int) -> None:
    """A sign-on with itself, an individual's, and one that is on no list."""
    person = add_confirmed(folder, replace(NEW, kind=SignOnKind.PERSON, name="Eve Example"))
    out = add_confirmed(folder, LIBERA)
    assert run(folder, "signatory", "review", f"signon-{out}", "--refuse", "") == 0
    target = {"PERSON": f"signon-{person}", "OUT": f"signon-{out}"}.get(gone, gone)
    assert run(folder, "signatory", "merge", keep, target, "--confirm", "1") == code


def test_withdrawing_for_a_signer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is shown first and stops; then it is withdrawn, with an email to the signer, only once."""
    signon = add_confirmed(folder)
    assert run(folder, "signatory", "withdraw", f"signon-{signon}") == 3
    assert read_signon(folder, signon).state is SignOnState.CONFIRMED
    assert run(folder, "signatory", "withdraw", f"signon-{signon}", "--confirm", "1") == 0
    assert read_signon(folder, signon).state is SignOnState.WITHDRAWN
    assert owed_notices(folder) == [(signon, "withdrawn", {})]
    assert run(folder, "signatory", "withdraw", f"signon-{signon}", "--confirm", "1") == 3
    capsys.readouterr()
    assert run(folder, "signatory", "withdraw", "laion", "--confirm", "1") == 0
    assert capsys.readouterr().err.splitlines() == [
        "Nobody gets an email: no email address is known.",
        "remove laion from the CSV file too, or the next import adds it again",
    ]
    assert flaws(folder) == ()


def test_a_proof_is_one_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who, what, when and by whom, the lines with their digests, and that the chain is intact."""
    signon = add_confirmed(folder, replace(NEW, authority="I may sign for it."))
    assert run(folder, "signatory", "review", f"signon-{signon}", "--list", "--by", "Ada Organiser") == 0
    capsys.readouterr()
    assert run(folder, "signatory", "proof", f"signon-{signon}") == 0
    out = capsys.readouterr().out
    text = " ".join(re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", out).split())
    text = re.sub(r"\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d:\d\d", "THEN", text)
    assert (
        " authority I may sign for it. email eve@knowledge.example, confirmed THEN (Europe/Brussels), by the link"
        in text
    )
    assert " approved by Ada Organiser, THEN (Europe/Brussels) The record 17 THEN" in text
    assert text.endswith(
        "The last digest is DIGEST. "
        "The signer's name, role, email address and authority match the digest in the record."
    )
    assert run(folder, "--json", "signatory", "proof", f"signon-{signon}") == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["chain"], result["private_data_matches"], [entry["event"] for entry in result["record"]]) == (
        "intact", True, ["signed", "listed"],
    )  # fmt: skip


def test_a_proof_can_be_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A private PDF with the same facts; an existing file is not overwritten."""
    signon = add_confirmed(folder)
    path = folder / "proof.private.pdf"
    assert run(folder, "signatory", "proof", f"signon-{signon}", "--pdf", str(path)) == 0
    assert capsys.readouterr().out == f"{path}: only you can read it\n"
    assert path.stat().st_mode & 0o777 == 0o600
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    assert "Email eve@knowledge.example, confirmed " in words
    assert run(folder, "signatory", "proof", f"signon-{signon}", "--pdf", str(path)) == 3
    assert "already exists" in capsys.readouterr().err


def test_the_export_is_private_and_never_overwrites(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Mode 0600, a new file only, no cell that a spreadsheet would run; JSON by the extension, other extensions are
    refused."""
    add_confirmed(folder, replace(NEW, name="Zed", role="=1+1"))
    table, document = folder / "board.private.csv", folder / "board.private.json"
    assert run(folder, "signatory", "export", str(table)) == 0
    assert "only you can read the file" in capsys.readouterr().out
    assert table.stat().st_mode & 0o777 == 0o600
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    assert tuple(rows[0][column] for column in ("name", "role", "mail")) == ("Zed", "'=1+1", "eve@knowledge.example")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", rows[0]["since (Europe/Brussels)"])
    assert (rows[1]["version"], rows[1]["came"]) == ("1", "from the coalition's own table")
    before = table.read_bytes()
    assert run(folder, "signatory", "export", str(table)) == 3
    assert table.read_bytes() == before
    assert run(folder, "signatory", "export", str(document)) == 0
    assert len(json.loads(document.read_text("utf-8"))) == 9
    assert run(folder, "signatory", "export", str(folder / "board.txt")) == 2
    assert run(folder, "signatory", "export", str(folder / "no" / "board.csv")) == 1


def test_status_speaks_of_sign_ons(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The number in every state, that some wait for review, and when signing closes."""
    add_confirmed(folder)
    capsys.readouterr()
    assert run(folder, "--json", "status") == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["sign-ons"], status["next"]) == (
        "1 confirmed, 8 listed; campaign signatory review", "campaign signatory review",
    )  # fmt: skip
    assert "signing closes" in status


def propose_quote(folder: Path, quote: str) -> int:
    """A listed sign-on whose signer proposed a quote."""
    signon = add_confirmed(folder)
    with Store.open(folder / "campaign.db") as store:
        assert store.write(decisions.approve, signon, "Maya", NOW)
        listed = store.read(signons.one, signon)
        assert listed is not None
        store.write(proposed_changes.propose, listed, {"quote": quote}, NOW)
    return signon


@pytest.mark.parametrize(("option", "quote"), [(("--list",), "We agree."), (("--refuse", ""), "")])
def test_a_proposed_change_is_listed_or_discarded(
    folder: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, ...], quote: str
) -> None:
    """`review` shows what would change; --list makes it public, --refuse leaves the sign-on as it is; nobody gets an
    email about it."""
    signon = propose_quote(folder, "We agree.")
    owed = owed_notices(folder)
    capsys.readouterr()
    run(folder, "signatory", "review")
    assert "is listed and changed how it appears\n  quote  none  -> We agree.\n" in capsys.readouterr().out
    run(folder, "--json", "signatory", "review")
    data = json.loads(capsys.readouterr().out)
    change = {"field": "quote", "now": "", "proposed": "We agree."}
    assert data["changes"] == [{"key": f"signon-{signon}", "changes": [change], "warnings": []}]
    run(folder, "signatory", "review", f"signon-{signon}", *option, "--by", "Maya")
    assert (read_signon(folder, signon).quote, owed_notices(folder)) == (quote, owed)
    facts = {"quote": "changed"} if quote else {"fields": "quote"}
    assert lines(folder, signon)[-1][1:] == (Actor.COORDINATOR, {"by": "Maya", **facts})
    assert flaws(folder) == ()


def test_a_change_can_be_decided_at_a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked one by one; later leaves it as it is."""
    signon = propose_quote(folder, "We agree.")
    for typed, quote in (("later", ""), ("list", "We agree.")):
        answer(monkeypatch, typed)
        run(folder, "signatory", "review")
        assert read_signon(folder, signon).quote == quote
