"""Emails signed with the campaign's own key verify at receivers, and the key stays private."""

import datetime as dt
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import dkim
import pytest
from click.testing import CliRunner
from dkim.canonicalization import Relaxed
from hypothesis import given
from hypothesis import strategies as st

from campaign.adapters.dkim import DkimSigner, create_key, key_path, record_text, signer_for
from campaign.adapters.dkim.key import load_key
from campaign.adapters.dkim.signer import canonical_body
from campaign.adapters.files import folder as folders
from campaign.adapters.smtp.smtp import SmtpTransport
from campaign.cli import cli
from campaign.core.compose import Attachment, Identity
from campaign.core.compose import mails as mails_of
from campaign.core.compose.notices import notice_message
from campaign.core.delivery.records import PlannedDelivery
from campaign.core.message.message import Message
from campaign.core.message.wire import UNSHARED
from campaign.core.settings import PLAIN, SmtpTable
from campaign.core.signons.notice import NoticeKind
from campaign.errors import CampaignError, FolderError, Refused
from campaign.services.campaign import Campaign
from campaign.services.doctor import CheckResult, CheckStatus, examine
from campaign.services.setup.sample import LETTER
from campaign.services.waves.audience import Audience
from campaign.services.waves.emails_to_oneself import plan_trial
from campaign.services.waves.letter_state import read_letter_state
from campaign.services.waves.options import WaveOptions
from campaign.services.waves.plan import plan_wave
from campaign.services.waves.plan_inputs import read_wave_inputs
from campaign.services.waves.planned_deliveries import planned_deliveries
from tests.helpers.campaign import frozen_sample
from tests.helpers.ledger import NOW, Clock
from tests.helpers.notice_context import notice_context
from tests.helpers.postfix import running
from tests.helpers.sample_letter import AT, PEOPLE, SENDER, TEMPLATES, context, frame, letter, recipient

pytestmark = pytest.mark.slow

SELECTOR = "mail2027"
ALWAYS = ["from", "from", "to", "to", "subject", "subject", "date", "date", "message-id", "message-id"]
MIME = ["mime-version", "mime-version", "content-type", "content-type", "content-language", "content-language"]


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> DkimSigner:
    return DkimSigner(SELECTOR, "coalition.example", create_key(tmp_path_factory.mktemp("key") / "private/k.pem"))


def verifies(message: bytes, signing: DkimSigner) -> bool:
    """Whether a receiver that finds the published record accepts the signature."""
    records = {f"{signing.selector}._domainkey.{signing.domain}.".encode(): record_text(signing.key.public).encode()}
    return bool(dkim.verify(message, dnsfunc=lambda name, timeout=5: records.get(name)))


def signed_letters(signing: DkimSigner) -> list[bytes]:
    """The sample's messages from a series, with a file, and in Greek, which needs base64."""
    greek = letter(letter_source_in_greek())
    files = (Attachment("letter.pdf", "application/pdf", bytes(range(256)) * 40),)
    letters = []
    for text, attached in ((letter(), ()), (letter(), files), (greek, ())):
        for mail in mails_of({"en": context(text)}, SENDER, TEMPLATES, map(recipient, PEOPLE), attached):
            letters.append(mail.wire.message(signing.sign_pieces(mail.wire, mail.own_pieces)))
    return letters


def letter_source_in_greek() -> str:
    words = "Ανοικτό λογισμικό, ανοικτά δεδομένα και ανοικτά πρότυπα για όλους. " * 20
    return f"---\ntitle: Ανοικτό λογισμικό\nsubject: Re: Ανοικτό λογισμικό\n---\n\n{{{{ salutation }}}}\n\n{words}\n"


def signed_notice(kind: NoticeKind, signing: DkimSigner) -> bytes:
    mail = notice_message(notice_context(kind), frame(), Identity("<1@coalition.example>", AT), TEMPLATES)
    (whole,) = signing.sign_pieces(UNSHARED, (mail.content,))
    return whole


def covered(message: bytes) -> list[str]:
    """The h= tag of the one signature."""
    (value,) = message_from_bytes(message).get_all("DKIM-Signature") or []
    tags = dict(part.strip().split("=", 1) for part in value.split(";"))
    return "".join(tags["h"].split()).split(":")


def test_every_letter_verifies(signing: DkimSigner) -> None:
    """A letter that is plain, spliced, with a file or in base64 has one signature at its top, and it verifies."""
    messages = signed_letters(signing)
    assert [verifies(message, signing) for message in messages] == [True] * 12
    assert {message.partition(b":")[0] for message in messages} == {b"DKIM-Signature"}
    assert max(len(line) for line in messages[0].partition(b"\r\n\r\n")[0].split(b"\r\n")) <= 78


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_verifies(kind: NoticeKind, signing: DkimSigner) -> None:
    """Every kind of notice verifies, and its headers for one-click unsubscribing are covered (RFC 8058)."""
    message = signed_notice(kind, signing)
    there = {name.lower() for name in message_from_bytes(message)}
    extra = ["list-unsubscribe", "list-unsubscribe-post", "auto-submitted"]
    more = [name for name in extra if name in there for _ in range(2)]
    assert verifies(message, signing)
    assert covered(message) == [*ALWAYS, *more, *MIME]
    can_stop = not kind.is_answer or kind is NoticeKind.OWN  # anybody can cause the latter: its reader can stop that
    assert ("list-unsubscribe" in there, "list-unsubscribe-post" in there) == (can_stop,) * 2


def test_a_signature_covers_all_that_readers_see(signing: DkimSigner) -> None:
    """Each header is listed once more than it occurs, so that none can be added."""
    assert covered(signed_letters(signing)[0]) == [*ALWAYS, "reply-to", "reply-to", *MIME]


@pytest.mark.parametrize("name", ["From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Content-Type"])
def test_a_header_that_is_added_breaks_it(name: str, signing: DkimSigner) -> None:
    """A second header above the first, which some programs would display, breaks the signature (RFC 6376 section
    8.15)."""
    assert not verifies(f"{name}: Eve <eve@other.example>\r\n".encode() + signed_letters(signing)[0], signing)


def test_what_servers_do_on_the_way_does_not_break_it(signing: DkimSigner) -> None:
    """A trace header, refolded headers and empty lines at the end keep it valid; a changed word does not."""
    message = signed_letters(signing)[0]
    passed = b"Received: from a\r\n\tby b\r\n" + message.replace(b"\r\nSubject: Re: AI", b"\r\nSubject: Re:\r\n  AI", 1)
    assert passed.count(b"Subject: Re:\r\n  AI") == 1
    assert verifies(passed + b"\r\n\r\n", signing)
    assert not verifies(message.replace(b"weight", b"wait"), signing)


@given(st.text(alphabet=" \t\r\nab", max_size=40).map(str.encode))
def test_a_body_is_as_the_library_makes_it(body: bytes) -> None:
    """Our way to the relaxed form of a body, which is faster, gives the library's bytes."""
    assert canonical_body(body) == Relaxed.canonicalize_body(body)


def test_another_key_does_not_pass(signing: DkimSigner, tmp_path: Path) -> None:
    """With another record in DNS the signature does not verify."""
    other = replace(signing, key=create_key(tmp_path / "private/other.pem"))
    assert not verifies(signed_letters(signing)[0], other)


@pytest.fixture
def folder(tmp_path: Path) -> folders.Folder:
    """The sample campaign with imported lists and a frozen text, set to sign, but without a key."""
    frozen_sample(tmp_path)
    folder = folders.find(tmp_path)
    signs = f'[sender]\ndkim_selector = "{SELECTOR}"\ndkim_sign = true\n'
    folder.settings.write_text(folder.settings.read_text("utf-8").replace("[sender]\n", signs), "utf-8")
    return folder


@pytest.fixture
def keyed(folder: folders.Folder) -> folders.Folder:
    create_key(key_path(folder, SELECTOR))
    return folder


@pytest.fixture
def campaign(keyed: folders.Folder) -> Iterator[Campaign]:
    with Campaign(keyed.root, clock=Clock()) as campaign:
        yield campaign


def wave_mails(campaign: Campaign) -> Iterator[PlannedDelivery]:
    state = read_letter_state(campaign.folder, campaign.store, LETTER)
    return planned_deliveries(campaign, state, Audience(state.with_address), "first", NOW)


def signer_of(campaign: Campaign) -> DkimSigner:
    signing = signer_for(campaign.folder, campaign.settings)
    assert signing is not None
    return signing


def test_the_same_letter_gives_the_same_bytes(campaign: Campaign) -> None:
    """Two plans of the same letter are equal to the byte, signature included."""
    first, again = ([mail.message for mail in wave_mails(campaign)] for _ in range(2))
    assert first == again
    assert [verifies(message, signer_of(campaign)) for message in first] == [True] * 4
    inputs = read_wave_inputs(campaign, WaveOptions("first"))
    first_plan = plan_wave(campaign, inputs)
    campaign.clock = Clock(NOW + dt.timedelta(minutes=5))
    assert plan_wave(campaign, inputs) == first_plan


def test_a_test_mail_is_signed_as_it_is(campaign: Campaign) -> None:
    """The mark in the subject of a test email is covered by its signature."""
    campaign.settings = replace(campaign.settings, smtp=SmtpTable("127.0.0.1", 25, PLAIN))
    (trial,) = plan_trial(campaign, "me@coalition.example", only_first=True).messages
    assert verifies(trial.content, signer_of(campaign))
    assert b"Subject: [test]" in trial.content


@pytest.mark.postfix
async def test_a_mail_that_postfix_passed_on_verifies(signing: DkimSigner) -> None:
    """Signatures verify after a real server has added its headers."""
    if os.geteuid() != 0:
        pytest.skip("Postfix's master needs root")
    messages = sorted([*signed_letters(signing)[::5], signed_notice(NoticeKind.INVITATION, signing)])
    with running() as postfix:
        line = await SmtpTransport(SmtpTable("127.0.0.1", postfix.port, PLAIN), 10).connect()
        for message in messages:
            mail = Message(SENDER.address, "mep@parliament.example", message)
            assert (await line.hand_over(mail, always)).code == 250
        await line.close()
        assert postfix.mails(len(messages)) == messages
        raw = [path.read_bytes() for path in (postfix.folder / "box/new").iterdir()]
    assert [verifies(message, signing) for message in raw] == [True] * len(messages)
    assert [b"\nReceived:" in message for message in raw] == [True] * len(messages)


async def always() -> bool:
    return True


def test_a_key_is_its_owners_alone(tmp_path: Path) -> None:
    """Only the owner can read the file and its folder, the key is part of no repr, and it is loaded as it was
    created."""
    path = tmp_path / "private/mail2027.dkim.pem"
    key = create_key(path)
    assert [stat.S_IMODE(item.stat().st_mode) for item in (path, path.parent)] == [0o600, 0o700]
    assert load_key(path).public == key.public
    assert repr(key) == object.__repr__(key)


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """An existing key stays, because emails signed with it may be in transit."""
    path = tmp_path / "private/mail2027.dkim.pem"
    create_key(path)
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        create_key(path)
    assert refused.value.message == f"{path}: the file exists, and keys are never overwritten"
    assert path.read_bytes() == before


@pytest.mark.git
def test_git_never_takes_a_key(tmp_path: Path) -> None:
    """Git ignores the key even in a folder without our .gitignore."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    create_key(tmp_path / "private/mail2027.dkim.pem")
    status = subprocess.run(
        ["git", "-C", tmp_path, "status", "--porcelain", "--untracked-files=all"], capture_output=True, check=True
    )
    assert status.stdout == b""


def write_small_key(path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = generate_private_key(public_exponent=65537, key_size=1024)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def test_a_file_that_is_no_key_is_named(tmp_path: Path) -> None:
    """A missing file, a file that is not a key, and a key that is too short are errors (RFC 8301 section 3.2)."""
    path = tmp_path / "k.pem"
    errors = []
    for change in (lambda: None, lambda: path.write_text("nonsense"), lambda: write_small_key(path)):
        change()
        with pytest.raises(CampaignError) as error:
            load_key(path)
        errors.append((type(error.value), error.value.message, error.value.fix))
    assert errors == [
        (
            Refused,
            f"{path}: emails are to be signed, but there is no key",
            "run campaign doctor --make-dkim, or remove dkim_sign from [sender]",
        ),
        (FolderError, f"{path}: not a private key", "put the original key file back"),
        (
            FolderError,
            f"{path}: not an RSA key of 2048 bits or more",
            "move the file away, then run campaign doctor --make-dkim",
        ),
    ]


@pytest.mark.parametrize("missing", ["cryptography.hazmat.primitives.asymmetric.rsa", "dkim"])
def test_without_the_extra_nothing_goes_unsigned(
    missing: str, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing extra is reported before the first message."""
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(CampaignError) as error:
        list(wave_mails(campaign))
    sentences = (error.value.message, error.value.fix)
    assert sentences == (
        "signing emails needs the extra dkim, which is not installed",
        "pip install 'undersigned[dkim]'",
    )


def run_command(folder: folders.Folder, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["-C", str(folder.root), *words])
    error = result.exception if isinstance(result.exception, CampaignError) else None
    code = error.exit_code if error else result.exit_code
    return code, result.stdout, f"{error.message} -> {error.fix}" if error else ""


def test_nothing_is_previewed_or_sent_without_the_key(folder: folders.Folder) -> None:
    """A campaign that is set to sign makes no messages without its key."""
    path = key_path(folder, SELECTOR)
    assert run_command(folder, "send", "preview") == (
        3,
        "",
        (
            f"{path}: emails are to be signed, but there is no key -> "
            "run campaign doctor --make-dkim, or remove dkim_sign from [sender]"
        ),
    )


def test_the_command_makes_the_key_and_says_what_to_publish(folder: folders.Folder) -> None:
    """The command prints the record as a text and as a zone line; a second key is refused."""
    code, out, _ = run_command(folder, "doctor", "--make-dkim")
    path = key_path(folder, SELECTOR)
    public = load_key(path).public
    name, text = f"{SELECTOR}._domainkey.coalition.example", f"v=DKIM1; k=rsa; p={public}"
    assert code == 0
    assert out.splitlines() == [
        f"{path}: the private key. Only you can read it. Do not email it or commit it to a repository.",
        "",
        f"Publish this TXT record at {name}:",
        "",
        text,
        "",
        "Or, as a line of a zone file:",
        "",
        f'{name}. IN TXT ( "{text[:255]}" "{text[255:]}" )',
        "",
        "Then set dkim_sign = true in [sender], and run campaign doctor to compare the key with the record.",
    ]
    assert run_command(folder, "doctor", "--make-dkim") == (
        3,
        "",
        (
            f"{path}: the file exists, and keys are never overwritten -> "
            "for a new key, set another dkim_selector in [sender] and leave the old one in DNS for a week"
        ),
    )


def test_the_command_needs_a_name_for_the_key(folder: folders.Folder) -> None:
    """Without a selector the command refuses."""
    text = folder.settings.read_text("utf-8")
    folder.settings.write_text(text.replace(f'dkim_selector = "{SELECTOR}"\ndkim_sign = true\n', ""), "utf-8")
    assert run_command(folder, "doctor", "--make-dkim") == (
        2,
        "",
        'the key has no name yet -> set dkim_selector in [sender], for example dkim_selector = "mail2027"',
    )


class Published:
    """A name server with a record for the key and one for a mail server."""

    def __init__(self, text: str) -> None:
        self.text = text

    def records(self, name: str, kind: str) -> tuple[str, ...]:
        known = {("ngo.org", "MX"): "10 mail.ngo.org."}
        text = self.text if "_domainkey" in name else known.get((name, kind))
        return (text,) if text else ()


def test_the_doctor_compares_dns_with_the_key(folder: folders.Folder) -> None:
    """The doctor reports a missing record, another record, and the right one."""
    text = folder.settings.read_text("utf-8")
    folder.settings.write_text(text.replace("letters@coalition.example", "letters@ngo.org"), "utf-8")

    def dkim_findings(published: str) -> list[CheckResult]:
        findings = examine(Campaign(folder.root, clock=lambda: NOW), Published(published))
        return [finding for finding in findings if finding.name.startswith("dkim")]

    name = f"{SELECTOR}._domainkey.ngo.org"
    path = key_path(folder, SELECTOR)
    assert dkim_findings("v=DKIM1; p=MIGf") == [
        CheckResult(
            "dkim key",
            CheckStatus.PROBLEM,
            f"{path}: emails are to be signed, but there is no key",
            "run campaign doctor --make-dkim, or remove dkim_sign from [sender]",
        ),
        CheckResult("dkim", CheckStatus.OK, f"there is a key at {name}"),
    ]
    own = record_text(create_key(path).public)
    signed_here = CheckResult("dkim key", CheckStatus.OK, "emails are signed here")
    wrong = f"the key at {name} is not the one that signs your emails"
    assert dkim_findings("v=DKIM1; p=MIGf") == [
        signed_here,
        CheckResult("dkim", CheckStatus.PROBLEM, wrong, f"ask who runs the domain to publish {own}"),
    ]
    assert dkim_findings(own) == [
        signed_here,
        CheckResult("dkim", CheckStatus.OK, f"the key at {name} is the one that signs your emails"),
    ]


def test_planned_mails_keep_what_the_ledger_needs(campaign: Campaign) -> None:
    """A signature only changes the top of the message: sender, recipient and Message-ID stay."""
    signed_mails = list(wave_mails(campaign))
    unsigned = replace(campaign.settings.sender, dkim_sign=False)
    campaign.settings = replace(campaign.settings, sender=unsigned)
    for signed, plain in zip(signed_mails, wave_mails(campaign), strict=True):
        assert isinstance(signed, PlannedDelivery)
        assert replace(signed, pieces=plain.pieces) == plain
        assert signed.message.endswith(plain.message)
