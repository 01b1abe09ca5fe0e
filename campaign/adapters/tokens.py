"""Access tokens for mail servers that do not accept passwords. The campaign's token_command prints one for each login.

How to get a token differs between providers, and there are tools for it. So this module only runs a command, without a
shell.
"""

import re
import subprocess
from collections.abc import Sequence

from campaign.errors import SettingsError

_SECONDS = 30
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750 section 2.1
_HINT = "run token_command by hand to see what is wrong"


class TokenMissing(SettingsError):
    """token_command printed no access token this time."""


def fresh_token(command: Sequence[str]) -> str:
    """Run the command and return the token that it prints, which is never stored or displayed. Raises TokenMissing."""
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
