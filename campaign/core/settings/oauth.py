"""[oauth]: signing in to Microsoft or Google, whose mail servers take access tokens instead of passwords."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar
from urllib.parse import urlsplit

from campaign.core.settings import kinds
from campaign.core.settings.key import SettingsTable, key, secret

MICROSOFT = "microsoft"
GOOGLE = "google"
CLIENT_SECRET = "CAMPAIGN_OAUTH_CLIENT_SECRET"  # noqa: S105 -- the variable's name


@dataclass(frozen=True, slots=True)
class OAuthProvider:
    """How people sign in at a provider."""

    title: str
    """What people call it."""
    authorization_url: str
    """The page where a person signs in. `{tenant}` stands for the organisation."""
    token_url: str
    device_url: str
    """Where a code is requested that a person types in on another device; "" if it does not permit that for email."""
    scope: str
    smtp_host: str
    imap_host: str
    redirect_host: str
    """The name of this machine that its registered programs may use."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """What the address of the page must say besides."""


_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
_OUTLOOK = "https://outlook.office.com"
PROVIDERS: Mapping[str, OAuthProvider] = {
    MICROSOFT: OAuthProvider(
        "Microsoft",
        f"{_MICROSOFT}/authorize",
        f"{_MICROSOFT}/token",
        f"{_MICROSOFT}/devicecode",
        f"{_OUTLOOK}/SMTP.Send {_OUTLOOK}/IMAP.AccessAsUser.All offline_access",
        "smtp.office365.com",
        "outlook.office365.com",
        "localhost",
    ),
    GOOGLE: OAuthProvider(
        "Google",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "",
        "https://mail.google.com/",
        "smtp.gmail.com",
        "imap.gmail.com",
        "127.0.0.1",
        {"access_type": "offline", "prompt": "consent"},
    ),
}


def is_loopback(host: str) -> bool:
    """Whether the name or IP address of a server is that of this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def protected_url(raw: object) -> str:
    """A web address that is encrypted, or of this machine; or ""."""
    address = kinds.url(raw)
    parts = urlsplit(address)
    if address and parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise kinds.InvalidValue
    return address


_PROTECTED_URL = kinds.ValueKind("a web address that begins with https://", protected_url)
_OWN = "the provider's own"


@dataclass(frozen=True, slots=True)
class OAuthTable:
    """[oauth]. The client secret, which only Google gives, comes from the environment."""

    TABLE: ClassVar = SettingsTable(
        "oauth", "Signing in to Microsoft or Google instead of a password. `campaign mailbox connect` fills it in."
    )

    provider: str = key(
        kinds.one_of(*PROVIDERS),
        "The provider of the mail servers.",
        MICROSOFT,
        absent="",
        otherwise="passwords are used",
    )
    """One of PROVIDERS, "" for none."""
    client_id: str = key(
        kinds.TEXT,
        "The client ID under which your organisation registered the program at the provider.",
        "11111111-2222-3333-4444-555555555555",
        absent="",
        otherwise="required if there is a provider",
    )
    tenant: str = key(
        kinds.HOST,
        "Microsoft's name of your organisation: a domain or an ID.",
        "coalition.example",
        default="organizations",
    )
    authorization_url: str = key(
        _PROTECTED_URL,
        "The page where people sign in, for clouds of a country or an organisation. With it, set host yourself.",
        "https://login.microsoftonline.us/coalition.example/oauth2/v2.0/authorize",
        absent="",
        otherwise=_OWN,
    )
    token_url: str = key(
        _PROTECTED_URL,
        "The address that gives out tokens.",
        "https://login.microsoftonline.us/coalition.example/oauth2/v2.0/token",
        absent="",
        otherwise=_OWN,
    )
    device_url: str = key(
        _PROTECTED_URL,
        "The address that gives out codes for signing in on another device.",
        "https://login.microsoftonline.us/coalition.example/oauth2/v2.0/devicecode",
        absent="",
        otherwise=_OWN,
    )
    scope: str = key(
        kinds.TEXT, "What the program asks permission for.", "https://mail.google.com/", absent="", otherwise=_OWN
    )
    client_secret: str = secret(CLIENT_SECRET, "The client secret that Google gives together with the client ID.")
    """Never in a repr, log or error; "" if there is none."""

    @property
    def endpoints(self) -> OAuthProvider:
        """The provider with the addresses of this table. `provider` must not be ""."""
        provider = PROVIDERS[self.provider]
        return replace(
            provider,
            authorization_url=self.authorization_url or provider.authorization_url.format(tenant=self.tenant),
            token_url=self.token_url or provider.token_url.format(tenant=self.tenant),
            device_url=self.device_url or provider.device_url.format(tenant=self.tenant),
            scope=self.scope or provider.scope,
        )

    @property
    def command(self) -> str:
        """The command that signs in again."""
        return f"campaign mailbox connect {self.provider}"
