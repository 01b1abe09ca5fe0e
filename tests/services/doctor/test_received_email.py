"""What the doctor says about a test email as it arrived."""

from pathlib import Path

import pytest

from campaign.adapters.dkim import DkimSigner, create_key
from campaign.cli import main
from campaign.services.campaign import Campaign
from campaign.services.doctor.received_email import check_received
from tests.helpers.campaign import sample
from tests.services.doctor.test_doctor_domain import Recorded

MAIL = (
    b"From: The coalition <letters@coalition.example>\r\nTo: anna@ngo.example\r\nSubject: [test] Letter\r\n"
    b"Date: Mon, 12 Apr 2027 09:00:00 +0200\r\nMessage-ID: <1@coalition.example>\r\n\r\nDear Member,\r\n"
)
VERDICT = b"Authentication-Results: mx.ngo.example; spf=pass smtp.mailfrom=x; dkim=pass header.d=x; dmarc=pass\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sample(tmp_path / "c")


def signed(folder: Path, domain: str, mail: bytes = MAIL) -> tuple[bytes, Recorded]:
    """The mail with a signature of a domain, and a resolver that knows the key."""
    pytest.importorskip("dkim", reason="needs the extra dkim")
    key = create_key(folder / "private" / f"{domain}.pem")
    header = DkimSigner("s1", domain, key).header(mail)
    return header + mail, Recorded({(f"s1._domainkey.{domain}", "TXT"): (f"v=DKIM1; k=rsa; p={key.public}",)})


def results(folder: Path, data: bytes, resolver: Recorded) -> dict[str, str]:
    with Campaign(folder) as campaign:
        return {check.name: f"{check.status}: {check.text}" for check in check_received(campaign, data, resolver)}


def test_an_email_that_counts(folder: Path) -> None:
    """A right signature of the sender's domain, or of one below it, and what the receiver says."""
    data, resolver = signed(folder, "mail.coalition.example")
    assert results(folder, VERDICT + data, resolver) == {
        "alignment": "ok: signed by mail.coalition.example, which counts for coalition.example",
        "signature": "ok: the signature is right",
        "receiver": "ok: the receiving server says spf=pass, dkim=pass, dmarc=pass",
    }


def test_a_signature_of_the_provider(folder: Path) -> None:
    """A right signature of another domain does not count, which is a problem."""
    data, resolver = signed(folder, "provider.example")
    assert results(folder, data, resolver) == {
        "alignment": "problem: signed by provider.example, which does not count for coalition.example (DMARC)",
        "signature": "ok: the signature is right",
        "receiver": "skipped: the receiving server does not say what it thinks of the email",
    }


def test_an_email_that_was_changed(folder: Path) -> None:
    """A signature that does not fit is a problem; the selector that the server uses is told."""
    data, resolver = signed(folder, "coalition.example")
    wrong = "a signature is wrong: the email was changed on its way, or the key in DNS is another one"
    assert results(folder, data.replace(b"Dear Member", b"Dear member"), resolver) == {
        "alignment": "ok: signed by coalition.example, which counts for coalition.example",
        "signature": f"problem: {wrong}",
        "selector": "warning: the email is signed with s1",
        "receiver": "skipped: the receiving server does not say what it thinks of the email",
    }


def test_without_a_signature(folder: Path) -> None:
    """No signature is a problem, and a receiver's doubt a warning."""
    doubt = VERDICT.replace(b"dmarc=pass", b"dmarc=fail")
    assert results(folder, doubt + MAIL, Recorded()) == {
        "alignment": "problem: the email has no DKIM signature",
        "receiver": "warning: the receiving server says spf=pass, dkim=pass, dmarc=fail",
    }


def test_without_dns(folder: Path) -> None:
    """Without DNS the signature is not verified."""
    data, _ = signed(folder, "coalition.example")
    silence = "skipped: offline: DNS does not answer (no name server answers)"
    assert results(folder, data, Recorded(offline=True))["signature"] == silence


def test_an_email_of_somebody_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says that it is not one of the campaign."""
    path = folder / "other.eml"
    path.write_bytes(MAIL.replace(b"letters@coalition.example", b"letters@other.example"))
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(folder), "doctor", "--email", str(path)])
    assert ended.value.code == 4
    lines = capsys.readouterr().out.splitlines()
    what = "this email is from letters@other.example, and you send as letters@coalition.example"
    assert lines[0] == f"FAIL  test email  {what}"
