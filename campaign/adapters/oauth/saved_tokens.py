"""The tokens of a sign-in, in a file that only its owner can read, outside of the campaign folder, so that no copy,
archive or repository of a campaign holds them. They are refreshed here, by one process at a time."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Any

from filelock import FileLock, Timeout

from campaign.adapters.files.atomic import replace_private_file
from campaign.adapters.files.sending_mark import state_folder
from campaign.adapters.oauth.client import ProviderSilent, SignInNeeded, oauth_client
from campaign.core.settings.oauth import OAuthTable
from campaign.errors import FolderError, cause_of

# A token that ends sooner is refreshed before it is used.
_MARGIN_SECONDS = 300
_LOCK_SECONDS = 60
_DEFAULT_LIFE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class TokenPair:
    """The tokens of one sign-in."""

    access_token: str = field(repr=False)
    """Logs in to the mail servers."""
    refresh_token: str = field(repr=False)
    """Gets the next access token."""
    expires_at: float
    """When the access token ends, in seconds since 1970."""


def read_answer(answer: Mapping[str, Any], seconds: float, refresh_token: str = "") -> TokenPair:
    """The tokens in an answer of the provider that came `seconds` after the beginning of 1970. `refresh_token` is the
    one so far: not every answer brings a new one."""
    life = answer.get("expires_in") or _DEFAULT_LIFE_SECONDS
    return TokenPair(
        str(answer["access_token"]), str(answer.get("refresh_token") or refresh_token), seconds + int(str(life))
    )


def token_file(oauth: OAuthTable, username: str) -> Path:
    """The file of a sign-in. Another address that gives out tokens is another sign-in: settings are shared, and whoever
    changes that address must not be sent the tokens of this one."""
    key = "\n".join((oauth.provider, oauth.client_id, username.casefold(), *filter(None, (oauth.token_url,))))
    return state_folder() / "tokens" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"


def save_tokens(oauth: OAuthTable, username: str, tokens: TokenPair) -> Path:
    """Save the tokens of a sign-in. Returns the file. Raises FolderError."""
    content = {
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "expires_at": tokens.expires_at,
    }
    return replace_private_file(token_file(oauth, username), json.dumps(content).encode())


def forget_tokens(oauth: OAuthTable, username: str) -> bool:
    """Delete the tokens of a sign-in. Returns whether there were any."""
    path = token_file(oauth, username)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise FolderError(f"{path}: cannot be deleted ({cause_of(error)})", fix="check its permissions") from error
    return True


def load_tokens(oauth: OAuthTable, username: str) -> TokenPair:
    """The saved tokens. Raises SignInNeeded when there are none, or they cannot be read."""
    path = token_file(oauth, username)
    try:
        content = json.loads(path.read_bytes())
        return TokenPair(str(content["access_token"]), str(content["refresh_token"]), float(content["expires_at"]))
    except FileNotFoundError:
        what = f"nobody has signed in to {oauth.endpoints.title} as {username} on this machine"
        raise SignInNeeded(what, fix=oauth.command) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise SignInNeeded(f"{path}: the saved sign-in cannot be read", fix=oauth.command) from None


def current_token(oauth: OAuthTable, username: str, clock: Callable[[], float] = time) -> str:
    """An access token that is valid for some minutes; refreshed if need be.

    Raises SignInNeeded when a person must sign in again, ProviderSilent when the provider cannot be asked now.
    """
    tokens = load_tokens(oauth, username)
    if tokens.expires_at - clock() > _MARGIN_SECONDS:
        return tokens.access_token
    lock = FileLock(token_file(oauth, username).with_suffix(".lock"), mode=0o600, timeout=_LOCK_SECONDS)
    try:
        with lock:
            return _refreshed(oauth, username, clock)
    except Timeout:
        what = f"another program has been asking {oauth.endpoints.title} for a token for {_LOCK_SECONDS} seconds"
        raise ProviderSilent(what, fix="try again") from None


def _refreshed(oauth: OAuthTable, username: str, clock: Callable[[], float]) -> str:
    """Refresh the tokens, unless another process has done so in the meantime."""
    tokens = load_tokens(oauth, username)
    if tokens.expires_at - clock() > _MARGIN_SECONDS:
        return tokens.access_token
    if not tokens.refresh_token:
        raise SignInNeeded(f"{oauth.endpoints.title}: the sign-in has ended", fix=f"sign in again: {oauth.command}")
    try:
        with oauth_client(oauth) as client:
            answer = client.refresh_token(oauth.endpoints.token_url, refresh_token=tokens.refresh_token)
            new = read_answer(answer, clock(), tokens.refresh_token)
    except ProviderSilent:
        if tokens.expires_at > clock():
            return tokens.access_token
        raise
    save_tokens(oauth, username, new)
    return new.access_token
