"""Personal links: their tokens give a signer access to one sign-on. Tokens are not stored.

A token names the sign-on and carries an HMAC of the purpose, the sign-on and the generation of its links, made with the
campaign's secret. So a link works for one purpose only, and a new generation makes older links invalid.
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

    CONFIRM = "confirm"  # the email address of a sign-on that version 0.1.0 stored unconfirmed
    SUBMISSION = "submission"  # confirm a form; the number is that of the submission, the generation its seed
    NOT_ME = "not me"  # reject a form that somebody else sent; the number and the generation are as above
    OWN = "own"  # correct, withdraw, agree, object; answer an invitation
    FORWARD = "forward"  # read only: the page that a signer shares
    STOP = "stop"  # ask for no more email


def token(secret: bytes, purpose: LinkPurpose, signon: int, generation: int) -> str:
    """The token of a link. `secret` is the campaign's, at least 32 bytes."""
    return f"{signon}-{_code(secret, purpose, signon, generation)}"


def stop_token(secret: bytes, signon: int) -> str:
    """The token with which an address asks for no more email. It has no generation, so that the link in an old email
    still works."""
    return token(secret, LinkPurpose.STOP, signon, 0)


def signon_in_token(text: str) -> int | None:
    """The id of the sign-on that a token names; None if the text is not a token. The token is not verified."""
    match = _TOKEN.match(text)
    return int(match[1]) if match else None


def is_token_for(text: str, secret: bytes, purpose: LinkPurpose, signon: int, generation: int) -> bool:
    """Whether a token is valid for this purpose, sign-on and generation. Takes the same time for an invalid one."""
    return hmac.compare_digest(text.encode("utf-8", "replace"), token(secret, purpose, signon, generation).encode())


def _code(secret: bytes, purpose: LinkPurpose, signon: int, generation: int) -> str:
    message = f"{purpose}\0{signon}\0{generation}".encode()
    return base64.urlsafe_b64encode(hmac.digest(secret, message, hashlib.sha256)[:_CODE_BYTES]).rstrip(b"=").decode()
