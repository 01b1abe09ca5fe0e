"""Personal links: what a sign-on's holder can do, and nobody who guesses. Nothing of a link is kept.

A link's token names the sign-on and carries a code made of the campaign's secret, the purpose, the sign-on and the
count of links given out, so one purpose's link opens nothing else, and a new one shuts the old ones.
"""

import base64
import hashlib
import hmac
import re
from enum import StrEnum

_CODE_BYTES = 16  # 128 bits: OWASP ASVS 5.0, 11.5.1
_TOKEN = re.compile(r"([1-9][0-9]{0,17})-([A-Za-z0-9_-]{22})\Z")


class LinkPurpose(StrEnum):
    """What a link is for."""

    CONFIRM = "confirm"  # the mail address is the signer's
    OWN = "own"  # change, withdraw, agree, object; answer an invitation
    FORWARD = "forward"  # look, and nothing else: what the holder passes on to a director
    STOP = "stop"  # ask not to be written to again


def token(secret: bytes, purpose: LinkPurpose, signon: int, generation: int) -> str:
    """The token of a link. `secret` is the campaign's, at least 32 bytes."""
    return f"{signon}-{_code(secret, purpose, signon, generation)}"


def stop_token(secret: bytes, signon: int) -> str:
    """The token by which an address asks not to be written to. That of an old mail is as good as that of the newest:
    it is of no generation."""
    return token(secret, LinkPurpose.STOP, signon, 0)


def signon_in_token(text: str) -> int | None:
    """The sign-on that a token names, None for what is no token. Nothing is proven by it yet."""
    match = _TOKEN.match(text)
    return int(match[1]) if match else None


def is_token_for(text: str, secret: bytes, purpose: LinkPurpose, signon: int, generation: int) -> bool:
    """Whether a token is the one for this purpose, sign-on and generation; takes as long for a wrong one."""
    return hmac.compare_digest(text.encode("utf-8", "replace"), token(secret, purpose, signon, generation).encode())


def _code(secret: bytes, purpose: LinkPurpose, signon: int, generation: int) -> str:
    message = f"{purpose}\0{signon}\0{generation}".encode()
    return base64.urlsafe_b64encode(hmac.digest(secret, message, hashlib.sha256)[:_CODE_BYTES]).rstrip(b"=").decode()
