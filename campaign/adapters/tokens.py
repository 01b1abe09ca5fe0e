"""Access tokens for mail servers that take no passwords: a command of the campaign's own prints one for each login.

How a token is got differs with each provider and tenant, and tools for it exist; so we only run one, without a shell.
"""

import re
import subprocess
from collections.abc import Sequence

from campaign.errors import SettingsError

_SECONDS = 30
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750 section 2.1
_HINT = "run token_command by hand and see what it says"


class TokenMissing(SettingsError):
    """A token_command that gives no access token now."""


def fresh_token(command: Sequence[str]) -> str:
    """The token that the command prints. It is never kept or shown. Raises TokenMissing where it prints none."""
    try:
        process = subprocess.run(  # noqa: S603 -- the command is the campaign's own setting
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise TokenMissing(f"{command[0]} gave no token within {_SECONDS} seconds", fix=_HINT) from None
    except OSError as error:
        raise TokenMissing(f"{command[0]} cannot be run ({error.strerror})", fix="correct token_command") from None
    if process.returncode:
        raise TokenMissing(f"{command[0]} ended with exit code {process.returncode}", fix=_HINT)
    token = process.stdout.decode("ascii", "replace").strip()
    if not _TOKEN.fullmatch(token):
        raise TokenMissing(f"{command[0]} printed no access token alone", fix=_HINT)
    return token


def xoauth2(username: str, token: str) -> bytes:
    """What SASL XOAUTH2 sends, before base64."""
    return f"user={username}\x01auth=Bearer {token}\x01\x01".encode()
