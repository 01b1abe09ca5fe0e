"""Checks settings against each other."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from campaign.core.settings.oauth import OAuthTable, is_loopback
from campaign.core.settings.servers import (
    ANY_CERTIFICATE,
    BY_OAUTH,
    IMAP_PASSWORD,
    PLAIN,
    SMTP_PASSWORD,
    STARTTLS,
    TLS,
    ImapTable,
    SmtpTable,
)
from campaign.core.settings.settings import KEYS, Settings
from campaign.core.settings.times import DISPLAY_FORMAT


@dataclass(frozen=True, slots=True)
class Conflict:
    """A setting that contradicts others."""

    path: str
    """The key to change, such as "campaign.deadline"."""
    what: str
    """What is wrong, for people."""
    fix: str
    """What to do about it, for people."""
    others: tuple[str, ...] = ()
    """The keys that it contradicts. If one of them is wrong by itself, the conflict is not reported."""


def conflicts(settings: Settings, smtp: SmtpTable, imap: ImapTable, written: Collection[str]) -> Iterator[Conflict]:
    """All conflicts. `smtp` and `imap` are the tables, with or without a host; `written` has the paths of the keys that
    are in the file or the environment."""
    if settings.sender.dkim_sign and not settings.sender.dkim_selector:
        fix = f"add {KEYS['sender.dkim_selector'].line}"
        what = "dkim_sign is true, but dkim_selector is missing"
        yield Conflict("sender.dkim_sign", what, fix, ("sender.dkim_selector",))
    yield from _times(settings)
    yield from _logins_and_certificates(settings.oauth, smtp, imap)
    yield from _smtp(smtp, written) if smtp.host else _no_smtp(written)
    if imap.host and imap.folder:
        yield from _imap(imap)


def _times(settings: Settings) -> Iterator[Conflict]:
    campaign, signing, soft_at = settings.campaign, settings.signing, settings.inviting.soft_deadline_at
    end = ("campaign.vote", "campaign.deadline")
    if campaign.deadline_at > campaign.vote_at:
        vote = campaign.vote_at.astimezone(campaign.zone).strftime(DISPLAY_FORMAT)
        fix = "write an earlier time, or remove deadline"
        yield Conflict("campaign.deadline", f"deadline is after the vote ({vote})", fix, end)
    if settings.sending.not_before_at and settings.sending.not_before_at >= campaign.deadline_at:
        fix = "write a time before the deadline, or remove not_before"
        yield Conflict("sending.not_before", "not_before is not before the deadline", fix, end)
    if campaign.embargo_at and campaign.embargo_at >= campaign.deadline_at:
        fix = "write a time before the deadline, or remove embargo"
        yield Conflict("campaign.embargo", "embargo is not before the deadline", fix, end)
    if signing.closes_at and signing.closes_at > campaign.vote_at:
        fix = "write an earlier time, or remove closes"
        yield Conflict("signing.closes", "closes is after the vote", fix, end)
    if signing.opens_at and signing.opens_at >= settings.signing_closes_at:
        fix = "write a time before signing closes"
        yield Conflict("signing.opens", "opens is not before signing closes", fix, ("signing.closes", *end))
    if soft_at and soft_at > settings.signing_closes_at:
        fix = "write an earlier time, or remove soft_deadline"
        what = "soft_deadline is after signing closes"
        yield Conflict("inviting.soft_deadline", what, fix, ("signing.closes", *end))


def _logins_and_certificates(oauth: OAuthTable, smtp: SmtpTable, imap: ImapTable) -> Iterator[Conflict]:
    if oauth.provider and not oauth.client_id:
        fix = "add the client ID that the provider gave your organisation"
        yield Conflict("oauth.provider", "provider is set, but client_id is missing", fix, ("oauth.client_id",))
    for name, table in (("smtp", smtp), ("imap", imap)):
        if table.certificate == ANY_CERTIFICATE and table.host and not is_loopback(table.host):
            what = 'certificate = "any" would trust a server that only pretends to be yours'
            fix = "name the file of its certificate, or of the authority that signed it"
            yield Conflict(f"{name}.certificate", what, fix, (f"{name}.host",))
        if table.login == BY_OAUTH and not oauth.provider:
            what = 'login is "oauth", but provider is missing in [oauth]'
            yield Conflict(f"{name}.login", what, "campaign mailbox connect microsoft, or google", ("oauth.provider",))
        if table.login == BY_OAUTH and table.token_command:
            what = 'token_command is set, but login is "oauth"'
            yield Conflict(f"{name}.token_command", what, "remove one of them", (f"{name}.login",))


def _no_smtp(written: Collection[str]) -> Iterator[Conflict]:
    others = [name for name in ("port", "security", "username") if f"smtp.{name}" in written]
    if others:
        yield Conflict(
            "smtp.host", f"host is missing in [smtp], but {others[0]} is set", f"add {KEYS['smtp.host'].line}"
        )


def _smtp(smtp: SmtpTable, written: Collection[str]) -> Iterator[Conflict]:
    others = ("smtp.host", "smtp.security", "smtp.username", "smtp.token_command")
    if smtp.token_command and not smtp.username:
        what = "token_command is set, but username is missing"
        yield Conflict("smtp.token_command", what, "add username to [smtp]", others)
    if smtp.login == BY_OAUTH and not smtp.username:
        what = 'login is "oauth", but username is missing'
        yield Conflict("smtp.login", what, "add username to [smtp]", others)
    if smtp.username and smtp.login != BY_OAUTH and not (smtp.password or smtp.token_command):
        fix = f"write {SMTP_PASSWORD}=... in .env, or set it in the environment"
        yield Conflict("smtp.username", "username is set, but its password is missing", fix, others)
    if smtp.password and not smtp.username:
        fix = "add username to [smtp], or remove the password"
        yield Conflict("smtp.password", f"{SMTP_PASSWORD} is set, but username is missing in [smtp]", fix, others)
    if smtp.security == PLAIN and smtp.username and not is_loopback(smtp.host):
        fix = f'write security = "{STARTTLS}" or "{TLS}"'
        yield Conflict("smtp.security", 'security = "none" would send the password unencrypted', fix, others)


def _imap(imap: ImapTable) -> Iterator[Conflict]:
    others = ("imap.host", "imap.security", "imap.username", "imap.folder", "imap.token_command")
    has_login = imap.login == BY_OAUTH or imap.password or imap.token_command
    if not imap.username or not has_login:
        fix = f"add username to [imap], and write {IMAP_PASSWORD}=... in .env"
        yield Conflict("imap.username", "the mailbox needs a username and a password", fix, others)
    if imap.security == PLAIN and not is_loopback(imap.host):
        fix = f'write security = "{TLS}" or "{STARTTLS}"'
        yield Conflict("imap.security", 'security = "none" would send the password unencrypted', fix, others)
