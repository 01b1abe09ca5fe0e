"""A form's token: says that we gave the form out, and when. Nothing of it is kept. Pure.

Blind senders have none, and one that was fetched once is worth nothing a day later.
"""

import hashlib
import hmac

_VALID_SECONDS = 24 * 3600
_TAG_BYTES = 12


def new_token(secret: bytes, now: float) -> str:
    """A token of this moment, in seconds since 1970."""
    at = f"{int(now):x}"
    return f"{at}.{_tag(secret, at)}"


def is_valid(token: str, secret: bytes, now: float) -> bool:
    """Whether a token is ours and not too old."""
    at, _, tag = token.partition(".")
    if not hmac.compare_digest(tag.encode("utf-8", "replace"), _tag(secret, at).encode()):
        return False
    return 0 <= now - int(at, 16) <= _VALID_SECONDS


def _tag(secret: bytes, at: str) -> str:
    return hmac.digest(secret, b"form\0" + at.encode("utf-8", "replace"), hashlib.sha256)[:_TAG_BYTES].hex()
