"""What the doctor says about the mailbox, and what is wrong with a certificate."""

import socket

import pytest

from campaign.adapters.certificates import explain_certificate
from campaign.core.settings import ImapTable
from campaign.services.doctor.mailbox import check_mailbox
from campaign.services.doctor.result import CheckResult, CheckStatus


def test_no_mailbox_is_set() -> None:
    """Without [imap] the check is skipped, and says what to set."""
    text = "none is set: replies and bounces are not read"
    assert check_mailbox(None) == [CheckResult("mailbox", CheckStatus.SKIPPED, text, "set host and username in [imap]")]


def test_a_mailbox_that_does_not_answer() -> None:
    """A mailbox that cannot be reached is a problem, with the settings to check."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        (result,) = check_mailbox(ImapTable("127.0.0.1", port, "none", "anna"))
    assert (result.name, result.status) == ("mailbox", CheckStatus.PROBLEM)
    assert result.text.startswith(f"127.0.0.1:{port}: the mailbox cannot be read (ConnectionRefusedError")
    assert result.fix == "check [imap] in campaign.toml and CAMPAIGN_IMAP_PASSWORD in .env"


@pytest.mark.parametrize(
    ("words", "what", "fix"),
    [
        ("Hostname mismatch, certificate is not valid for 'x'.", "is for another name", "set host in [imap]"),
        ("IP address mismatch", "is for another name", "set host in [imap]"),
        (
            "self-signed certificate",
            "is not signed by an authority that this machine trusts",
            "ask for the certificate",
        ),
        ("self signed certificate in certificate chain", "is not signed by an authority", "ask for the certificate"),
        ("unable to get local issuer certificate", "is signed by an authority", "ask for the certificate"),
        ("certificate has expired", "has expired", "tell whoever runs the server"),
        ("certificate is not yet valid", "is not valid yet", "check the date"),
        ("something else", "is not valid", "ask whoever"),
    ],
)
def test_what_is_wrong_with_a_certificate(words: str, what: str, fix: str) -> None:
    """Each cause is named, with what to do about it."""
    text, advice = explain_certificate("mail.example:993", words, "imap")
    assert text.startswith(f"the certificate of mail.example:993 {what}")
    assert text.endswith(f": {words}")
    assert advice.startswith(fix)
