"""Access tokens for mail servers that do not accept passwords: from the sign-in of [oauth], or from the campaign's
token_command, which prints one for each login.

The command is run without a shell.
"""

import re
import subprocess
from collections.abc import Sequence

from campaign.adapters.files.trust import need_trusted_command
from campaign.adapters.oauth.client import ProviderSilent
from campaign.adapters.oauth.saved_tokens import current_token
from campaign.core.settings import ImapTable, SmtpTable
from campaign.errors import SettingsError

_SECONDS = 30
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750 section 2.1
_HINT = "run token_command by hand to see what is wrong"


class TokenMissing(SettingsError):
    """There is no access token this time. There may be one later."""


def access_token(server: SmtpTable | ImapTable) -> str:
    """A token for a login. Raises TokenMissing, and SignInNeeded when a person must sign in."""
    if server.oauth is None:
        return fresh_token(server.token_command)
    try:
        return current_token(server.oauth, server.username)
    except ProviderSilent as error:
        raise TokenMissing(error.message, fix=error.fix) from None


def login_hint(server: SmtpTable | ImapTable) -> str:
    """What to check after a refused login, besides the username."""
    if server.oauth:
        return f"username, or sign in again with {server.oauth.command}"
    return f"username and {'token_command' if server.token_command else 'password'}"


def fresh_token(command: Sequence[str]) -> str:
    """Run the command and return the token that it prints, which is never stored or displayed. Raises TokenMissing, and
    Refused if the command is not trusted on this machine."""
    need_trusted_command(command)
    try:
        process = subprocess.run(  # noqa: S603 -- the command is the campaign's own setting
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise TokenMissing(f"{command[0]} printed no token within {_SECONDS} seconds", fix=_HINT) from None
    except OSError as error:
        raise TokenMissing(f"{command[0]} cannot be run ({error.strerror})", fix="correct token_command") from None
    if process.returncode:
        raise TokenMissing(f"{command[0]} ended with exit code {process.returncode}", fix=_HINT)
    token = process.stdout.decode("ascii", "replace").strip()
    if not _TOKEN.fullmatch(token):
        raise TokenMissing(f"{command[0]} did not print an access token and nothing else", fix=_HINT)
    return token


def xoauth2(username: str, token: str) -> bytes:
    """The initial response of SASL XOAUTH2, before base64."""
    return f"user={username}\x01auth=Bearer {token}\x01\x01".encode()


def oauthbearer(username: str, token: str, host: str, port: int) -> bytes:
    """The initial response of SASL OAUTHBEARER (RFC 7628 section 3.1), before base64."""
    name = username.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01".encode()
