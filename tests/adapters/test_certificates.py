"""Servers with a certificate of a private authority, and servers on this machine that signed their own."""

import datetime as dt
import ipaddress
import ssl
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from campaign.adapters.settings import load
from campaign.adapters.smtp.smtp import SmtpTransport
from campaign.core.delivery.attempt import Outcome
from campaign.core.settings import SmtpTable
from campaign.errors import SettingsError
from campaign.services.doctor.smtp import check_mail_server
from tests.helpers.smtp_server import SmtpServer

pytestmark = pytest.mark.tls

SOURCE = """\
[campaign]
name = "Keep it"
vote = "2027-04-26 12:00"
[sender]
name = "Anna"
address = "anna@ngo.example"
"""


def self_signed(folder: Path) -> Path:
    """A file with a key and a certificate for 127.0.0.1 that it signed itself, as a bridge to a provider has one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bridge")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "bridge.pem"
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(
        key.private_bytes(encoding, form, serialization.NoEncryption()) + certificate.public_bytes(encoding)
    )
    return path


def serving(path: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context


async def reach(table: SmtpTable) -> list[str]:
    """Open a connection as a mailer does, and look at the server as the doctor does. Returns what the doctor says."""
    connection = await SmtpTransport(table, 5).connect()
    assert not isinstance(connection, Outcome)
    await connection.close()
    return [result.status.value for result in await check_mail_server(table, 5)]


@pytest.mark.parametrize("certificate", ["any", "file"])
@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_server_on_this_machine(tmp_path: Path, security: str, certificate: str) -> None:
    """Its own certificate is trusted when its file is named, or with "any"; without a setting it is not."""
    path = self_signed(tmp_path)
    tls = serving(path)
    server = SmtpServer(tls=tls) if security == "tls" else SmtpServer(starttls=tls)
    async with server.listening():
        setting = str(path) if certificate == "file" else "any"
        table = SmtpTable("127.0.0.1", server.port, security, certificate=setting)
        assert await reach(table) == ["ok", "skipped"]
        (result,) = await check_mail_server(SmtpTable("127.0.0.1", server.port, security), 5)
    assert result.fix == (
        "ask for the certificate, and set certificate in [smtp] to the path of its file; for a server on this machine, "
        'certificate = "any"'
    )


async def test_a_private_authority(tmp_path: Path) -> None:
    """Servers whose certificate a named authority signed are trusted, for their own name only."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    async with SmtpServer(tls=context).listening() as server:
        path = str(tmp_path / "authority.pem")
        assert await reach(SmtpTable("localhost", server.port, "tls", certificate=path)) == ["ok", "skipped"]
        with pytest.raises(SettingsError, match="certificate is not trusted"):
            await SmtpTransport(SmtpTable("127.0.0.1", server.port, "tls", certificate=path), 5).connect()


@pytest.mark.parametrize(
    ("content", "why"), [(None, "No such file or directory"), ("-----BEGIN", "it contains no certificate")]
)
async def test_a_file_that_is_no_certificate(tmp_path: Path, content: str | None, why: str) -> None:
    """The file and the reason are named, by the mailer and by the doctor."""
    path = tmp_path / "authority.pem"
    if content:
        path.write_text(content, encoding="utf-8")
    table = SmtpTable("localhost", 1, "tls", certificate=str(path))
    with pytest.raises(SettingsError) as caught:
        await SmtpTransport(table, 5).connect()
    assert caught.value.message == f"{path}: the certificate cannot be read ({why})"
    (result,) = await check_mail_server(table, 5)
    assert (result.text, result.fix) == (caught.value.message, caught.value.fix)


def test_the_setting(tmp_path: Path) -> None:
    """A path is relative to the campaign folder; "any" is for servers on this machine alone."""
    smtp = '[smtp]\nhost = "smtp.ngo.example"\ncertificate = "private/authority.pem"\n'
    (tmp_path / "campaign.toml").write_text(SOURCE + smtp, encoding="utf-8")
    settings = load(tmp_path, {})
    assert settings.smtp is not None
    assert settings.smtp.certificate == str(tmp_path / "private" / "authority.pem")
    smtp = '[smtp]\nhost = "localhost"\ncertificate = "any"\n'
    (tmp_path / "campaign.toml").write_text(SOURCE + smtp, encoding="utf-8")
    settings = load(tmp_path, {})
    assert settings.smtp is not None
    assert settings.smtp.certificate == "any"
    smtp = '[smtp]\nhost = "smtp.ngo.example"\ncertificate = "any"\n'
    (tmp_path / "campaign.toml").write_text(SOURCE + smtp, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {})
    what = 'certificate = "any" would trust a server that only pretends to be yours'
    assert [problem.message for problem in caught.value.problems] == [what]
