"""Form tokens: prove that this server issued a form, and when. Nothing is stored. Pure.

Programs that post without loading the form have no token, and a token is valid for a day only.
"""

import hashlib
import hmac

_VALID_SECONDS = 24 * 3600
_TAG_BYTES = 12


def new_token(secret: bytes, seconds: float) -> str:
    """A token of this time, in seconds since 1970."""
    at = f"{int(seconds):x}"
    return f"{at}.{_tag(secret, at)}"


def is_valid(token: str, secret: bytes, seconds: float) -> bool:
    """Whether this server issued the token, and not too long ago. `seconds` is the time since 1970."""
    at, _, tag = token.partition(".")
    if not hmac.compare_digest(tag.encode("utf-8", "replace"), _tag(secret, at).encode()):
        return False
    return 0 <= seconds - int(at, 16) <= _VALID_SECONDS


def _tag(secret: bytes, at: str) -> str:
    return hmac.digest(secret, b"form\0" + at.encode("utf-8", "replace"), hashlib.sha256)[:_TAG_BYTES].hex()
