"""`campaign signatory announce`, and covering notes in emails to signatories."""

import json
import re
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store
from campaign.adapters.store.signons import opt_outs
from campaign.core.signons import SignOnKind
from tests.cli.signatory.test_signatory_review import LETTER, LIBERA, add_confirmed, flaws, owed_notices
from tests.cli.signatory.test_signatory_review import folder as folder
from tests.cli.signatory.test_signatory_review import server as server
from tests.helpers.campaign import run
from tests.services.notices.test_notifying import NEW, NOW

IDA = replace(
    NEW, kind=SignOnKind.PERSON, name="Ida Home", person="Ida Home", address="ida@home.example",
    address_key="ida@home.example",
)  # fmt: skip


@pytest.fixture
def signed(folder: Path) -> list[int]:
    """Two organisations and a person are listed, each with an address."""
    numbers = [add_confirmed(folder, new) for new in (NEW, LIBERA, IDA)]
    for number in numbers:
        assert run(folder, "signatory", "review", f"signon-{number}", "--list") == 0
    assert run(folder, "signatory", "notify", "--confirm", "3") == 0
    return numbers


def send_letter(folder: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """Send the letter to all addressees. Returns their number."""
    assert run(folder, "-q", "send", "preview") == 0
    run(folder, "send", "go")
    number = re.findall(r"--confirm (\d+)", capsys.readouterr().err)[-1]
    assert run(folder, "send", "go", "--confirm", number) == 0
    return int(number)


def write_note(folder: Path, name: str, text: str) -> Path:
    path = folder / "letters" / LETTER / name
    path.write_text(text, "utf-8")
    return path


def languages(folder: Path) -> list[str]:
    return [path.name.split(".")[1] for path in (folder / "letters" / LETTER).glob("letter.*.md")]


def mails_to(server: Catcher, address: str) -> list[tuple[str, str]]:
    """Subject and text of the emails to an address."""
    parsed = [message_from_bytes(mail.content, policy=policy.default) for mail in server.mails]
    chosen = [mail for mail in parsed if address in str(mail["To"])]
    return [(str(mail["Subject"]), str(mail.get_body(("plain",)).get_content())) for mail in chosen]


def test_signatories_hear_that_the_letter_has_gone(
    folder: Path, signed: list[int], server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only once it has; each once; nobody who withdrew or asked for no more emails, and rows without an address are
    named."""
    assert run(folder, "signatory", "announce", "sent", "--confirm", "3") == 3
    assert "no addressee has received the letter yet" in capsys.readouterr().err
    number = send_letter(folder, capsys)
    assert run(folder, "signatory", "withdraw", f"signon-{signed[0]}", "--confirm", "1") == 0
    assert run(folder, "signatory", "notify", "--confirm", "1") == 0
    capsys.readouterr()
    assert run(folder, "signatory", "announce", "sent") == 3
    out = capsys.readouterr().out
    assert f"we sent the letter that Libera signed to {number} addressees:" in " ".join(out.split())
    assert "2 emails:" in out
    assert "no email, has no email address" in out
    assert "Free Knowledge" not in out
    assert owed_notices(folder) == []
    assert run(folder, "--json", "signatory", "announce", "sent", "--confirm", "2") == 0
    assert json.loads(capsys.readouterr().out)["queued"] == 2
    assert [kind for _, kind, _ in owed_notices(folder)] == ["sent", "sent"]
    with Store.open(folder / "campaign.db") as store:
        store.write(opt_outs.stop, signed[2], NOW)
    assert run(folder, "signatory", "notify", "--confirm", "1") == 0
    subject, text = mails_to(server, "lea@libera.example")[-1]
    assert subject.startswith("The letter has been sent: ")
    assert "Thank you for signing." in text
    assert [subject for subject, _ in mails_to(server, "ida@home.example") if "has been sent" in subject] == []
    assert run(folder, "signatory", "announce", "sent", "--confirm", "1") == 3
    assert "no signatory is left to write to" in capsys.readouterr().err
    assert flaws(folder) == ()


def test_the_result_goes_out_in_the_campaigns_words(
    folder: Path, signed: list[int], server: Catcher, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the note, it names the file to write; the note goes as it was shown, even if the file changes later."""
    assert run(folder, "signatory", "announce", "result", "--confirm", "3") == 1
    assert f"letters/{LETTER}/note.result.en.md: is missing; write it" in capsys.readouterr().err
    for language in languages(folder):
        write_note(folder, f"note.result.{language}.md", "---\nsubject: We won\n---\nThe **exemption** stays.\n")
    assert run(folder, "signatory", "announce", "result", "--confirm", "3") == 0
    for language in languages(folder):
        write_note(folder, f"note.result.{language}.md", "Something else.\n")
    assert run(folder, "signatory", "notify", "--confirm", "3") == 0
    for address in ("eve@knowledge.example", "lea@libera.example", "ida@home.example"):
        subject, text = mails_to(server, address)[-1]
        assert (subject, "The *exemption* stays." in text, "Something" in text) == ("We won", True, False)


def test_invitations_and_reminders_have_a_covering_note(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It stands below the greeting, with its placeholders filled; a wrong one or a missing language is named."""
    contacts = folder / "invite.csv"
    contacts.write_text("organisation,contact,mail\nOpen Lab,Max Wit,max@lab.example\n", "utf-8")
    for language in languages(folder):
        write_note(
            folder,
            f"note.invitation.{language}.md",
            "---\nsubject: Max, a favour\n---\nWe met. {{ signatories.count }} have signed, we vote on {{ vote }}.\n",
        )
    capsys.readouterr()
    assert run(folder, "signatory", "invite", str(contacts)) == 3
    out = " ".join(capsys.readouterr().out.split())
    assert "Subject: Max, a favour" in out
    assert re.search(r"Dear Max Wit, We met\. \d+ have signed, we vote on \d+ \w+ \d{4}\.", out)
    note = write_note(folder, "note.invitation.en.md", "Dear {{ addressee.name }},\n")
    assert run(folder, "signatory", "invite", str(contacts)) == 1
    assert "{{ addressee.name }} has no value in an email to signatories" in capsys.readouterr().err
    note.unlink()
    assert run(folder, "signatory", "invite", str(contacts)) == (1 if len(languages(folder)) > 1 else 3)
