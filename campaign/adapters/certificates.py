"""Which certificates of servers are trusted, and what is wrong with one, in plain words, by what OpenSSL says."""

import ssl
from collections.abc import Mapping

from campaign.core.settings import ImapTable, SmtpTable
from campaign.core.settings.servers import ANY_CERTIFICATE
from campaign.errors import SettingsError

_NAME_IT = "set certificate in [{table}] to the path of its file"
_SELF_SIGNED = (
    "is not signed by an authority that this machine trusts",
    f'ask for the certificate, and {_NAME_IT}; for a server on this machine, certificate = "any"',
)
_BY_WORDS: Mapping[str, tuple[str, str]] = {
    "mismatch": (
        "is for another name",
        "set host in [{table}] to the name in the certificate; the provider can tell you which",
    ),
    "expired": ("has expired", "tell whoever runs the server, and check the date of this machine"),
    "not yet valid": ("is not valid yet", "check the date of this machine, then ask whoever runs the server"),
    "self-signed": _SELF_SIGNED,
    "self signed": _SELF_SIGNED,
    "issuer": (
        "is signed by an authority that this machine does not know",
        f"ask for the certificate of that authority, and {_NAME_IT}",
    ),
}
_OTHER = ("is not valid", "ask whoever runs the server")


def explain_certificate(server_name: str, words: str, table: str) -> tuple[str, str]:
    """What is wrong and what to do, for the `words` of OpenSSL. `server_name` is host and port; `table` is the table of
    settings that names the server: "smtp" or "imap"."""
    plain = words.casefold()
    what, fix = next((text for mark, text in _BY_WORDS.items() if mark in plain), _OTHER)
    return f"the certificate of {server_name} {what}: {words}", fix.format(table=table)


def trusted_certificates(server: SmtpTable | ImapTable) -> ssl.SSLContext:
    """What a connection to a server trusts: what this machine trusts, and what the settings add. Raises SettingsError
    when the file cannot be used."""
    context = ssl.create_default_context()
    if server.certificate == ANY_CERTIFICATE:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif server.certificate:
        try:
            context.load_verify_locations(server.certificate)
        except (OSError, ssl.SSLError) as error:
            why = "it contains no certificate" if isinstance(error, ssl.SSLError) else error.strerror
            what = f"{server.certificate}: the certificate cannot be read ({why})"
            table = server.TABLE.name
            fix = f"set certificate in [{table}] to a file in PEM format, which begins with BEGIN CERTIFICATE"
            raise SettingsError(what, fix=fix) from None
    return context
