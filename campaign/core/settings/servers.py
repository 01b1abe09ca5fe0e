"""[smtp] and [imap]: the mail server, and the mailbox that answers come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from campaign.core.settings import kinds
from campaign.core.settings.key import SettingsTable, Variable, key, secret

STARTTLS = "starttls"
TLS = "tls"
PLAIN = "none"
SMTP_PASSWORD = "CAMPAIGN_SMTP_PASSWORD"  # noqa: S105 -- the variable's name
IMAP_PASSWORD = "CAMPAIGN_IMAP_PASSWORD"  # noqa: S105 -- the variable's name

_SECURITY = kinds.one_of(STARTTLS, TLS, PLAIN)
_SMTP_PORTS: Mapping[str, int] = {STARTTLS: 587, TLS: 465, PLAIN: 25}
_IMAP_PORTS: Mapping[str, int] = {STARTTLS: 143, TLS: 993, PLAIN: 143}


@dataclass(frozen=True, slots=True)
class SmtpTable:
    """[smtp], with its password from the environment."""

    TABLE: ClassVar = SettingsTable(
        "smtp", "The mail server. Without it, mails are written to the folder outbox/ instead of being sent."
    )

    host: str = key(
        kinds.HOST,
        "Name of the mail server.",
        "smtp.coalition.example",
        absent="",
        otherwise="mails are written to outbox/",
        variable=Variable("CAMPAIGN_SMTP_HOST"),
    )
    """Never "" in Settings, which has None in place of a table without a host."""
    port: int = key(
        kinds.PORT,
        "Port of the mail server.",
        587,
        absent=0,
        otherwise="587 for starttls, 465 for tls, 25 for none",
        variable=Variable("CAMPAIGN_SMTP_PORT", kinds.PORT_IN_VARIABLE),
    )
    """A table that is made with 0 has the usual port of its security."""
    security: str = key(
        _SECURITY,
        "How the connection is protected.",
        STARTTLS,
        default=STARTTLS,
        variable=Variable("CAMPAIGN_SMTP_SECURITY"),
    )
    """STARTTLS, TLS or PLAIN."""
    username: str = key(
        kinds.TEXT,
        "Login name; its password stands in .env, never in this file.",
        "anna@coalition.example",
        absent="",
        otherwise="no login",
        variable=Variable("CAMPAIGN_SMTP_USERNAME"),
    )
    """"" where there is no login."""
    password: str = secret(SMTP_PASSWORD, "Password for the login at the mail server.")
    """In no repr, log or error; "" where there is none. Where there is a `token_command`, that counts instead."""
    token_command: tuple[str, ...] = key(
        kinds.COMMAND,
        "Command that prints a fresh access token for each login (XOAUTH2), in place of a password.",
        "oama access anna@coalition.example",
        absent=(),
        otherwise="the password counts",
    )
    """The program and its arguments; empty where the password counts."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "port", self.port or _SMTP_PORTS[self.security])


@dataclass(frozen=True, slots=True)
class ImapTable:
    """[imap], with its password from the environment."""

    TABLE: ClassVar = SettingsTable(
        "imap", "The mailbox that answers come to. It is only read; nothing in it is changed."
    )

    host: str = key(
        kinds.HOST,
        "Name of the mailbox's server.",
        "imap.coalition.example",
        absent="",
        otherwise="`campaign reply fetch` has nothing to read",
    )
    """Never "" in Settings, which has None in place of a table without a host."""
    port: int = key(
        kinds.PORT, "Port of the mailbox's server.", 993, absent=0, otherwise="993 for tls, 143 for starttls and none"
    )
    """A table that is made with 0 has the usual port of its security."""
    security: str = key(_SECURITY, "How the connection is protected.", TLS, default=TLS)
    """STARTTLS, TLS or PLAIN."""
    username: str = key(
        kinds.TEXT,
        "Login name; its password stands in .env, never in this file.",
        "anna@coalition.example",
        absent="",
        otherwise="refused where there is a host",
    )
    token_command: tuple[str, ...] = key(
        kinds.COMMAND,
        "Command that prints a fresh access token for each login (XOAUTH2), in place of a password.",
        "oama access anna@coalition.example",
        absent=(),
        otherwise="the password counts",
    )
    """The program and its arguments; empty where the password counts."""
    folder: str = key(kinds.TEXT, "The mailbox's folder that is read.", "INBOX", default="INBOX")
    password: str = secret(IMAP_PASSWORD, "Password for the mailbox that answers come to.")
    """In no repr, log or error. Where there is a `token_command`, that counts instead."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "port", self.port or _IMAP_PORTS[self.security])
