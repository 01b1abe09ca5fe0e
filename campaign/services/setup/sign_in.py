"""Signing in to Microsoft or Google, so that the campaign sends from a mailbox there and reads it."""

import asyncio
import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from campaign.adapters.files.atomic import replace_file
from campaign.adapters.files.folder import Folder, read_text
from campaign.adapters.files.package_data import DOCS
from campaign.adapters.oauth.saved_tokens import TokenPair, forget_tokens, save_tokens
from campaign.adapters.oauth.sign_in import BrowserSignIn, DeviceSignIn, sign_in_by_browser, sign_in_by_device
from campaign.adapters.settings import parse
from campaign.adapters.settings.edit import with_setting
from campaign.adapters.settings.environment import ENV_FILE
from campaign.adapters.settings.read import read_settings_file
from campaign.core.settings import STARTTLS, TLS, Settings
from campaign.core.settings.oauth import PROVIDERS, OAuthTable
from campaign.core.settings.servers import BY_OAUTH
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.doctor.mailbox import check_mailbox
from campaign.services.doctor.result import CheckResult
from campaign.services.doctor.smtp import check_mail_server, check_sender

__all__ = ["BrowserSignIn", "DeviceSignIn", "TokenPair"]

_CHECK_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class SignInPlan:
    """A sign-in, and the settings that will use it."""

    folder: Folder
    oauth: OAuthTable
    username: str
    """The mailbox."""
    lines: tuple[str, ...]
    """The lines of campaign.toml that will be new or different, such as "[smtp] login"."""
    before: str
    """The text of campaign.toml now."""
    after: str
    """The text with the settings."""
    settings: Settings
    """The settings that it then holds."""


def plan_sign_in(campaign: Campaign, provider: str, client_id: str = "", username: str = "") -> SignInPlan:
    """What signing in at a provider would change. `client_id` and `username` are "" for those in campaign.toml; without
    one there, the username is the sender's address.

    Raises UsageError when the client ID is missing, SettingsError when other settings are wrong.
    """
    folder = campaign.folder
    before = read_text(folder.settings)
    toml = read_settings_file(before)

    def written(table: str, name: str) -> str:
        value = toml.value(table, name)
        return value if isinstance(value, str) else ""

    client_id = client_id or written("oauth", "client_id")
    if not client_id:
        fix = f"register the program once ({_guide(provider)}), then add --client-id ID"
        raise UsageError("the client ID of your organisation is missing", fix=fix)
    username = username or written("smtp", "username") or written("sender", "address")
    values: dict[tuple[str, str], str | int] = {("oauth", "provider"): provider, ("oauth", "client_id"): client_id}
    if not written("oauth", "authorization_url"):
        values |= _servers(provider)
        ports = {"smtp": 587, "imap": 993}
        values |= {(table, "port"): port for table, port in ports.items() if toml.value(table, "port") is not None}
    for table in ("smtp", "imap"):
        if written(table, "host") or (table, "host") in values:
            values |= {(table, "username"): username, (table, "login"): BY_OAUTH}
    changes = {place: value for place, value in values.items() if toml.value(*place) != value}
    after = before
    for (table, name), value in changes.items():
        after = with_setting(after, table, name, value)
    dotenv = folder.root / ENV_FILE
    settings = parse(after, read_text(dotenv) if dotenv.exists() else "", os.environ, folder.root)
    lines = tuple(f"[{table}] {name} = {value}" for (table, name), value in changes.items())
    return SignInPlan(folder, settings.oauth, username, lines, before, after, settings)


def _servers(provider: str) -> dict[tuple[str, str], str]:
    known = PROVIDERS[provider]
    return {
        ("smtp", "host"): known.smtp_host,
        ("smtp", "security"): STARTTLS,
        ("imap", "host"): known.imap_host,
        ("imap", "security"): TLS,
    }


def _guide(provider: str) -> str:
    return f"{DOCS / 'mailbox.md'}, section {PROVIDERS[provider].title}"


def by_browser(plan: SignInPlan) -> AbstractContextManager[BrowserSignIn]:
    """Prepare the sign-in in a browser of this machine: show its `address`, then `wait`."""
    return sign_in_by_browser(plan.oauth, plan.username)


def by_device(plan: SignInPlan) -> DeviceSignIn:
    """Prepare the sign-in with a code on any device: show its `address` and `user_code`, then `wait_for_device`."""
    return sign_in_by_device(plan.oauth)


def wait_for_device(sign_in: DeviceSignIn) -> TokenPair:
    """Wait until the person has typed in the code."""
    return sign_in.wait(sleep)


def finish_sign_in(plan: SignInPlan, tokens: TokenPair) -> Path:
    """Save the tokens and write the settings as planned. Returns the file of the tokens, which only its owner can read.

    Raises Refused when campaign.toml has changed since; then nothing is saved.
    """
    if read_text(plan.folder.settings) != plan.before:
        raise Refused("campaign.toml: has changed in the meantime; nothing was saved", fix=plan.oauth.command)
    path = save_tokens(plan.oauth, plan.username, tokens)
    if plan.after != plan.before:
        replace_file(plan.folder.file_to_write(plan.folder.settings), plan.after.encode(), durable=True)
    return path


def check_sign_in(plan: SignInPlan) -> list[CheckResult]:
    """Log in to the mail server and the mailbox, as `campaign doctor` does."""
    smtp, imap = plan.settings.smtp, plan.settings.imap
    results = asyncio.run(check_mail_server(smtp, _CHECK_SECONDS)) if smtp else []
    return [*results, *check_sender(smtp, plan.settings.sender.address), *(check_mailbox(imap) if imap else [])]


def sign_out(campaign: Campaign) -> tuple[str, ...]:
    """Delete the tokens of the campaign's sign-in from this machine. Returns the usernames that had any."""
    settings = campaign.settings
    usernames = dict.fromkeys(server.username for server in (settings.smtp, settings.imap) if server and server.oauth)
    return tuple(name for name in usernames if forget_tokens(settings.oauth, name))
