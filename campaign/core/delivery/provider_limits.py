"""How much known mail providers let one mailbox send, as they say themselves.

| provider | source, read in November 2026 |
|---|---|
| Microsoft 365 | learn.microsoft.com/office365/servicedescriptions, Exchange Online limits |
| Google | support.google.com/a/answer/166852 (organisations), support.google.com/mail/answer/22839 (gmail.com) |
| Infomaniak | infomaniak.com/support, limits of sending |
| iCloud Mail | support.apple.com/102198 |
| Yahoo | help.yahoo.com, article SLN17518 |
"""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.core.settings import SendingRules

READ = "November 2026"
"""When the sources were read."""
_GMAIL = ("gmail.com", "googlemail.com")


@dataclass(frozen=True, slots=True)
class ProviderLimits:
    """The limits of one mailbox."""

    provider: str
    per_day: int
    """The most emails in 24 hours, each to one recipient."""
    per_minute: int | None
    """None when it says nothing about that."""
    connections: int | None
    """How many there may be at the same time; None when it says nothing about that."""
    source: str
    """The page that says so."""
    spf: str
    """What the SPF record of a domain must include; "" when its customers have no domain of their own."""


_MICROSOFT = ProviderLimits(
    "Microsoft 365",
    10_000,
    30,
    3,
    "learn.microsoft.com, Exchange Online limits",
    "spf.protection.outlook.com",
)
_GOOGLE = ProviderLimits("Google", 2_000, None, None, "support.google.com/a/answer/166852", "_spf.google.com")
_GMAIL_ACCOUNT = ProviderLimits("Gmail", 500, None, None, "support.google.com/mail/answer/22839", "")
_INFOMANIAK = ProviderLimits("Infomaniak", 1_440, None, None, "infomaniak.com/support", "spf.infomaniak.ch")
_BY_HOST = {
    "smtp.office365.com": _MICROSOFT,
    "smtp.gmail.com": _GOOGLE,
    "mail.infomaniak.com": _INFOMANIAK,
    "smtp.mail.me.com": ProviderLimits("iCloud Mail", 1_000, None, None, "support.apple.com/102198", "icloud.com"),
    "smtp.mail.yahoo.com": ProviderLimits("Yahoo", 500, None, None, "help.yahoo.com, SLN17518", ""),
}


def limits_of(host: str, username: str) -> ProviderLimits | None:
    """The limits of a mail server for a login; None when they are not known."""
    limits = _BY_HOST.get(host.casefold().rstrip("."))
    if limits is _GOOGLE and username.casefold().rpartition("@")[2] in _GMAIL:
        return _GMAIL_ACCOUNT
    return limits


def excesses(limits: ProviderLimits, rules: SendingRules, emails: int) -> Iterator[tuple[str, str]]:
    """What exceeds the limits, and what to do: the pace, the connections, and the number of `emails` in a day."""
    if limits.per_minute and rules.per_minute > limits.per_minute:
        what = f"{limits.provider} takes {limits.per_minute} emails a minute, and per_minute is {rules.per_minute:g}"
        yield what, f"set per_minute = {limits.per_minute} in [sending]"
    if limits.connections and rules.connections > limits.connections:
        what = f"{limits.provider} takes {limits.connections} connections, and connections is {rules.connections}"
        yield what, f"set connections = {limits.connections} in [sending]"
    if rules.per_day is not None and rules.per_day > limits.per_day:
        what = f"{limits.provider} takes {limits.per_day:,} emails in 24 hours, and per_day is {rules.per_day}"
        yield what, _per_day(limits)
    if rules.per_day is None and emails > limits.per_day:
        what = f"{limits.provider} takes {limits.per_day:,} emails in 24 hours, and you have {emails:,} addressees"
        yield what, _per_day(limits)


def _per_day(limits: ProviderLimits) -> str:
    """A tenth is left for the people who write from the same mailbox."""
    return f"set per_day = {limits.per_day * 9 // 10} in [sending], which leaves some for your own emails"
