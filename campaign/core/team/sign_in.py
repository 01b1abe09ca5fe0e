"""Signing in by email: a link and a code, both bound to the browser that asked, once and for ten minutes.

Only digests are stored. A link has 256 bits, so that a plain digest is enough; a code has 40 bits, so it is stored
with a slow one, and few tries are allowed. A link that was printed on a terminal is bound to no browser, because
whoever reads the terminal could make another.
"""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

LINK_LIFE = dt.timedelta(minutes=10)
PRINTED_LIFE = dt.timedelta(hours=1)
MOST_TRIES = 5
"""Wrong codes for one request, also after a restart."""
MOST_REQUESTS = 5
"""Requests for one address within REQUEST_WINDOW, of one network or one known browser."""
MOST_OF_ALL = 30
"""Requests for one address within REQUEST_WINDOW, of all strangers. A browser in which the person signed in before is
not held up by them."""
KNOWN_LIFE = dt.timedelta(days=400)
"""How long a browser is known."""
REQUEST_WINDOW = dt.timedelta(hours=1)
TOKEN_BYTES = 32
CODE_BYTES = 8
# Without letters and figures that look alike.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_ALIKE = str.maketrans({"0": "O", "1": "I"})


class LinkKind(StrEnum):
    """Why a link was made. The database stores these values."""

    MAILED = "mailed"
    """Somebody asked for it at the desk; it works only in that browser."""
    PRINTED = "printed"
    """A command printed it for an account."""
    FIRST = "first"
    """A command printed it, and it makes the first coordinator."""


class SignInVerdict(StrEnum):
    """What happens to a link or a code."""

    GOOD = "good"
    OTHER_BROWSER = "other browser"
    WRONG_CODE = "wrong code"
    NO_TRIES = "no tries left"
    OVER = "over"
    """Used, too old, or never there. It is one answer, so that it gives nothing away."""


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """A link that was mailed or printed, as it is stored."""

    id: int
    kind: LinkKind
    account: int | None
    """The account that it signs in; None for the first coordinator, and for an address that has no account."""
    browser: bytes
    """The digest of the asking browser's cookie; b"" for a printed link."""
    link: bytes
    """The digest of the link's token."""
    code: bytes
    """The slow digest of the code, made with `salt`; b"" for a printed link."""
    salt: bytes
    tries: int
    """How many wrong codes were typed."""
    expires_at: dt.datetime
    used_at: dt.datetime | None

    def judge_link(self, browser: bytes, now: dt.datetime) -> SignInVerdict:
        """What happens to the link in a browser with this cookie digest."""
        if not self._is_open(now):
            return SignInVerdict.OVER
        is_bound = self.kind is LinkKind.MAILED and not hmac.compare_digest(self.browser, browser)
        return SignInVerdict.OTHER_BROWSER if is_bound else SignInVerdict.GOOD

    def judge_code(self, typed: str, browser: bytes, now: dt.datetime) -> SignInVerdict:
        """What happens to a code that was typed in a browser with this cookie digest."""
        verdict = self.judge_link(browser, now)
        if verdict is not SignInVerdict.GOOD or self.kind is not LinkKind.MAILED:
            return SignInVerdict.OVER
        if self.tries >= MOST_TRIES:
            return SignInVerdict.NO_TRIES
        is_right = hmac.compare_digest(code_digest(typed, self.salt), self.code)
        return SignInVerdict.GOOD if is_right and self.account is not None else SignInVerdict.WRONG_CODE

    def _is_open(self, now: dt.datetime) -> bool:
        return self.used_at is None and now < self.expires_at


def token_digest(token: str) -> bytes:
    """The digest under which a link, a cookie or a session is stored."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def new_code(random: bytes) -> str:
    """A code of eight signs from random bytes, such as K7QM 2XRD."""
    signs = "".join(_SIGNS[byte % len(_SIGNS)] for byte in random[:CODE_BYTES])
    return f"{signs[:4]} {signs[4:]}"


def code_digest(typed: str, salt: bytes) -> bytes:
    """The slow digest of a code, however it was typed."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_ALIKE)
    return hashlib.scrypt(signs.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
