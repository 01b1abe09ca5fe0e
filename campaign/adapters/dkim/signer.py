"""A mail's signature: one header more on top of its bytes."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from email_validator import validate_email

from campaign.adapters.dkim.key import INSTALL, DkimKey, key_path, load_key
from campaign.adapters.files.folder import Folder
from campaign.core.message.wire import Wire
from campaign.core.settings import Settings
from campaign.errors import CampaignError

# Signed, and once more than they are there, so that nobody on the way adds a second one that is shown in their place
# (RFC 6376 section 8.15).
_ALWAYS = (b"from", b"to", b"subject", b"date", b"message-id")
# The same where they are there. Of what is not, others may have their own: a list its List-Unsubscribe.
_WHERE_PRESENT = (
    b"reply-to",
    b"list-unsubscribe",  # both: RFC 8058 section 4
    b"list-unsubscribe-post",
    b"in-reply-to",
    b"references",
    b"auto-submitted",
    b"mime-version",
    b"content-type",
    b"content-language",
)
_COLUMNS = 72


@dataclass(frozen=True, slots=True)
class DkimSigner:
    """Signs for a domain. `selector` and `domain` are as DNS has them, in ASCII."""

    selector: str
    domain: str
    key: DkimKey

    def header(self, message: bytes) -> bytes:
        """The DKIM-Signature of a whole message, ended by CRLF; relaxed, as servers on the way re-fold. The same
        message gives the same bytes."""
        from dkim import rfc822_parse, select_headers
        from dkim.canonicalization import Relaxed

        headers, body = rfc822_parse(message)
        names = covered_headers(headers)
        value = self._value(names, hashlib.sha256(Relaxed.canonicalize_body(body)).digest())
        signed = [*select_headers(headers, names), (b"DKIM-Signature", value)]
        data = b"".join(b"%s:%s" % pair for pair in Relaxed.canonicalize_headers(signed))
        signature = b64encode(self.key.sign(data.removesuffix(b"\r\n")))
        return b"DKIM-Signature:" + value + _fold(signature) + b"\r\n"

    def sign_pieces(self, wire: Wire, pieces: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """A message's own pieces, the signature in the first of them, which is its top."""
        top, *others = pieces
        return (self.header(wire.message(pieces)) + top, *others)

    def _value(self, names: Iterable[bytes], body: bytes) -> bytes:
        """The header's value up to the signature itself, in lines. Date, which is signed, says when: a t= of a clock
        that is ahead would have the signature refused (RFC 6376 section 3.5)."""
        lines = (
            " v=1; a=rsa-sha256; c=relaxed/relaxed;",
            f"d={self.domain}; s={self.selector};",
            f"h={_header_list(names)};",
            f"bh={b64encode(body).decode()};",
            "b=",
        )
        return "\r\n\t".join(lines).encode()


def signing_key(folder: Folder, settings: Settings) -> DkimKey | None:
    """The key that mails are signed with, None where they are not signed here. Raises as `load` does."""
    return load_key(key_path(folder, settings.sender.dkim_selector)) if settings.sender.dkim_sign else None


def signer_for(folder: Folder, settings: Settings) -> DkimSigner | None:
    """What signs a campaign's mails, None where they are not signed here. The domain is that of the From line, as DMARC
    wants it (RFC 7489 section 3.1.1).

    Raises Refused without the key, CampaignError without the extra: nothing goes unsigned that is to be signed.
    """
    key = signing_key(folder, settings)
    if key is None:
        return None
    try:
        import dkim  # noqa: F401 -- rather now than at the first mail
    except ImportError:
        raise CampaignError("signing mails needs the extra dkim, which is not installed", fix=INSTALL) from None
    return DkimSigner(settings.sender.dkim_selector, domain_of(settings), key)


def domain_of(settings: Settings) -> str:
    """The domain of the From line, in ASCII."""
    return validate_email(settings.sender.address, check_deliverability=False).ascii_domain.lower()


def covered_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    """The names that a signature covers, each as often as it is there and once more."""
    present = [name.lower() for name, _ in headers]
    return [
        name
        for name in (*_ALWAYS, *_WHERE_PRESENT)
        if name in _ALWAYS or name in present
        for _ in range(present.count(name) + 1)
    ]


def _header_list(names: Iterable[bytes]) -> str:
    """Names parted by colons, in lines that servers have no wish to fold."""
    lines = [""]
    for name in (encoded.decode() for encoded in names):
        if len(lines[-1]) + len(name) >= _COLUMNS:
            lines.append("")
        lines[-1] += f"{name}:"
    return "\r\n\t ".join(lines).removesuffix(":")


def _fold(signature: bytes) -> bytes:
    return b"\r\n\t ".join(signature[at : at + _COLUMNS] for at in range(0, len(signature), _COLUMNS))
