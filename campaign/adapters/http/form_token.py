"""Form tokens: prove that this server showed these answers, and when. Nothing is stored. Pure.

Programs that post without loading the page have no token. A token is valid for a day, and only for the answers on the
page that it was issued with: used again, it can only send the same form again.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

_VALID_SECONDS = 24 * 3600
_TAG_BYTES = 12


def new_token(secret: bytes, seconds: float, answers: Mapping[str, str]) -> str:
    """A token for these answers, of this time in seconds since 1970."""
    at = f"{int(seconds):x}"
    return f"{at}.{_tag(secret, at, answers)}"


def is_valid(token: str, secret: bytes, seconds: float, answers: Mapping[str, str]) -> bool:
    """Whether this server issued the token for these answers, and not too long ago. `seconds` is since 1970."""
    at, _, tag = token.partition(".")
    if not hmac.compare_digest(tag.encode("utf-8", "replace"), _tag(secret, at, answers).encode()):
        return False
    return 0 <= seconds - int(at, 16) <= _VALID_SECONDS


def _tag(secret: bytes, at: str, answers: Mapping[str, str]) -> str:
    text = json.dumps([at, sorted(answers.items())])  # ASCII, whatever the answers hold
    return hmac.digest(secret, b"form\0" + text.encode(), hashlib.sha256)[:_TAG_BYTES].hex()
