"""[smtp] and [imap]: the mail server, and the mailbox for replies."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from campaign.core.settings import kinds
from campaign.core.settings.key import SettingsTable, Variable, key, secret
from campaign.core.settings.oauth import OAuthTable

STARTTLS = "starttls"
TLS = "tls"
PLAIN = "none"
SMTP_PASSWORD = "CAMPAIGN_SMTP_PASSWORD"  # noqa: S105 -- the variable's name
IMAP_PASSWORD = "CAMPAIGN_IMAP_PASSWORD"  # noqa: S105 -- the variable's name

BY_PASSWORD = "password"  # noqa: S105 -- a way to log in
BY_OAUTH = "oauth"

ANY_CERTIFICATE = "any"

_SECURITY = kinds.one_of(STARTTLS, TLS, PLAIN)
_SMTP_PORTS: Mapping[str, int] = {STARTTLS: 587, TLS: 465, PLAIN: 25}
_IMAP_PORTS: Mapping[str, int] = {STARTTLS: 143, TLS: 993, PLAIN: 143}


def _token_command() -> tuple[str, ...]:
    return key(
        kinds.COMMAND,
        "A command that prints a new access token for each login (XOAUTH2). It replaces the password.",
        "oama access anna@coalition.example",
        absent=(),
        otherwise="the password is used",
    )


def _login() -> str:
    return key(
        kinds.one_of(BY_PASSWORD, BY_OAUTH),
        "How to log in: with a password or token_command, or with the sign-in of [oauth].",
        BY_OAUTH,
        default=BY_PASSWORD,
    )


def _certificate() -> str:
    return key(
        kinds.ValueKind('the path of a file, or "any"', kinds.text),
        "The file of a certificate to trust besides those that this machine trusts: that of a private authority, or of "
        'the server itself. "any" trusts whatever a server on this machine shows.',
        "private/authority.pem",
        absent="",
        otherwise="the server needs a certificate of a public authority",
    )


@dataclass(frozen=True, slots=True)
class SmtpTable:
    """[smtp]. The password comes from the environment."""

    TABLE: ClassVar = SettingsTable(
        "smtp", "The mail server. Without it, emails are written to the folder outbox/ and not sent."
    )

    host: str = key(
        kinds.HOST,
        "The name of the mail server.",
        "smtp.coalition.example",
        absent="",
        otherwise="emails are written to outbox/",
        variable=Variable("CAMPAIGN_SMTP_HOST"),
    )
    """Never "": without a host, Settings has None in place of the table."""
    port: int = key(
        kinds.PORT,
        "The port of the mail server.",
        587,
        absent=0,
        otherwise="587 for starttls, 465 for tls, 25 for none",
        variable=Variable("CAMPAIGN_SMTP_PORT", kinds.PORT_IN_VARIABLE),
    )
    """0 is replaced by the usual port for `security`."""
    security: str = key(
        _SECURITY,
        "How the connection is encrypted.",
        STARTTLS,
        default=STARTTLS,
        variable=Variable("CAMPAIGN_SMTP_SECURITY"),
    )
    """STARTTLS, TLS or PLAIN."""
    username: str = key(
        kinds.TEXT,
        "The login name. Its password belongs in .env, never in this file.",
        "anna@coalition.example",
        absent="",
        otherwise="no login",
        variable=Variable("CAMPAIGN_SMTP_USERNAME"),
    )
    """"" for no login."""
    password: str = secret(SMTP_PASSWORD, "The password for the mail server.")
    """Never in a repr, log or error; "" if there is none. `token_command` replaces it."""
    token_command: tuple[str, ...] = _token_command()
    """The program and its arguments; empty to use the password."""
    login: str = _login()
    """BY_PASSWORD or BY_OAUTH."""
    certificate: str = _certificate()
    """An absolute path, or one relative to the working directory; ANY_CERTIFICATE for a server on this machine; ""
    for none."""
    oauth: OAuthTable | None = None
    """The table [oauth] if `login` is BY_OAUTH."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "port", self.port or _SMTP_PORTS[self.security])

    @property
    def uses_token(self) -> bool:
        """Whether an access token replaces the password."""
        return self.oauth is not None or bool(self.token_command)


@dataclass(frozen=True, slots=True)
class ImapTable:
    """[imap]. The password comes from the environment."""

    TABLE: ClassVar = SettingsTable(
        "imap", "The mailbox for replies. The program reads it; it adds nothing but copies of what was sent."
    )

    host: str = key(
        kinds.HOST,
        "The name of the mailbox's server.",
        "imap.coalition.example",
        absent="",
        otherwise="`campaign reply fetch` cannot be used",
    )
    """Never "": without a host, Settings has None in place of the table."""
    port: int = key(
        kinds.PORT,
        "The port of the mailbox's server.",
        993,
        absent=0,
        otherwise="993 for tls, 143 for starttls and none",
    )
    """0 is replaced by the usual port for `security`."""
    security: str = key(_SECURITY, "How the connection is encrypted.", TLS, default=TLS)
    """STARTTLS, TLS or PLAIN."""
    username: str = key(
        kinds.TEXT,
        "The login name. Its password belongs in .env, never in this file.",
        "anna@coalition.example",
        absent="",
        otherwise="required if there is a host",
    )
    token_command: tuple[str, ...] = _token_command()
    """The program and its arguments; empty to use the password."""
    folder: str = key(kinds.TEXT, "The folder of the mailbox to read.", "INBOX", default="INBOX")
    authserv_id: str = key(
        kinds.TEXT,
        "The name with which the mailbox's server marks its Authentication-Results. Set it only if the server "
        "checks DMARC and removes such headers of others.",
        "mx.coalition.example",
        absent="",
        otherwise="known for Gmail and Microsoft 365; with others, an email proves its sender only by our Message-ID",
    )
    """"" when it is not known. See `core/replies/sender_proof.py`."""
    save_sent: bool = key(
        kinds.FLAG,
        "Whether to put a copy of each letter that was sent into the mailbox's folder of sent emails. Gmail and "
        "Microsoft 365 do so by themselves.",
        example=True,
        default=False,
    )
    password: str = secret(IMAP_PASSWORD, "The password of the mailbox for replies.")
    """Never in a repr, log or error. `token_command` replaces it."""
    login: str = _login()
    """BY_PASSWORD or BY_OAUTH."""
    certificate: str = _certificate()
    """An absolute path, or one relative to the working directory; ANY_CERTIFICATE for a server on this machine; ""
    for none."""
    oauth: OAuthTable | None = None
    """The table [oauth] if `login` is BY_OAUTH."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "port", self.port or _IMAP_PORTS[self.security])

    @property
    def uses_token(self) -> bool:
        """Whether an access token replaces the password."""
        return self.oauth is not None or bool(self.token_command)
