"""Signs a message: adds the DKIM-Signature header at its top."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from email_validator import validate_email

from campaign.adapters.dkim.key import INSTALL, DkimKey, key_path, load_key
from campaign.adapters.files.folder import Folder
from campaign.core.message.wire import Wire
from campaign.core.settings import Settings
from campaign.errors import CampaignError

# Always signed, and listed once more than they occur, so that nobody can add a second one that is displayed instead
# (RFC 6376 section 8.15).
_ALWAYS = (b"from", b"to", b"subject", b"date", b"message-id")
# Signed only when present. A mailing list, for instance, may add its own List-Unsubscribe.
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
_ENDS_OF_LINES = re.compile(rb"(?<![ \t])[ \t]++\r\n")
_SPACES = re.compile(rb"[ \t]{2,}|\t")
_BODY_DIGEST = re.compile(rb"\bbh=([A-Za-z0-9+/=]+);")


@dataclass(frozen=True, slots=True)
class DkimSigner:
    """Signs messages for a domain."""

    selector: str
    """The name of the key in DNS."""
    domain: str
    """The signing domain in ASCII."""
    key: DkimKey

    def header(self, message: bytes) -> bytes:
        """The DKIM-Signature header of a message, with its CRLF. Both canonicalizations are relaxed, because mail
        servers may fold headers again. The same message always gets the same bytes."""
        from dkim import rfc822_parse

        head, _, body = message.partition(b"\r\n\r\n")
        digest = b64encode(hashlib.sha256(canonical_body(body)).digest())
        return self._sign(rfc822_parse(head + b"\r\n\r\n")[0], digest)

    def renew(self, signature: bytes, head: bytes) -> bytes | None:
        """The DKIM-Signature header of a message of which only headers have changed: `head`, without a signature. None
        if `signature`, its header so far, is not one of this signer."""
        from dkim import rfc822_parse

        digest = _BODY_DIGEST.search(signature)
        is_ours = f"d={self.domain}; s={self.selector};".encode() in signature
        return self._sign(rfc822_parse(head + b"\r\n")[0], digest[1]) if digest and is_ours else None

    def _sign(self, headers: list[tuple[bytes, bytes]], digest: bytes) -> bytes:
        """The header over these headers and a body with this digest, in base64."""
        from dkim import select_headers
        from dkim.canonicalization import Relaxed

        names = covered_headers(headers)
        value = self._value(names, digest)
        signed = [*select_headers(headers, names), (b"DKIM-Signature", value)]
        data = b"".join(b"%s:%s" % pair for pair in Relaxed.canonicalize_headers(signed))
        signature = b64encode(self.key.sign(data.removesuffix(b"\r\n")))
        return b"DKIM-Signature:" + value + _fold(signature) + b"\r\n"

    def sign_pieces(self, wire: Wire, pieces: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """Add the signature to the first of a message's own pieces, which is its top."""
        top, *others = pieces
        return (self.header(wire.message(pieces)) + top, *others)

    def _value(self, names: Iterable[bytes], digest: bytes) -> bytes:
        """The value of the header up to the signature itself, in lines. It has no t=, because receivers refuse a
        signature from a clock that is ahead (RFC 6376 section 3.5); Date is signed instead."""
        lines = (
            " v=1; a=rsa-sha256; c=relaxed/relaxed;",
            f"d={self.domain}; s={self.selector};",
            f"h={_header_list(names)};",
            f"bh={digest.decode()};",
            "b=",
        )
        return "\r\n\t".join(lines).encode()


def canonical_body(body: bytes) -> bytes:
    """A body in the relaxed form (RFC 6376 section 3.4.4). The library has a match for each single space,
    which takes several times as long."""
    from dkim.canonicalization import correct_empty_body, strip_trailing_lines

    if b" \r\n" in body or b"\t\r\n" in body:
        body = _ENDS_OF_LINES.sub(b"\r\n", body)
    if b"  " in body or b"\t" in body:
        body = _SPACES.sub(b" ", body)
    canonical: bytes = correct_empty_body(strip_trailing_lines(body))
    return canonical


def signing_key(folder: Folder, settings: Settings) -> DkimKey | None:
    """The key for signing emails; None when they are not signed here. Raises like `load_key`."""
    return load_key(key_path(folder, settings.sender.dkim_selector)) if settings.sender.dkim_sign else None


def signer_for(folder: Folder, settings: Settings) -> DkimSigner | None:
    """The signer of a campaign's emails; None when they are not signed here. The domain is that of the From header, as
    DMARC requires (RFC 7489 section 3.1.1).

    Raises Refused without the key and CampaignError without the extra `dkim`, so that no email is sent unsigned.
    """
    key = signing_key(folder, settings)
    if key is None:
        return None
    try:
        import dkim  # noqa: F401 -- fail now rather than at the first message
    except ImportError:
        raise CampaignError("signing emails needs the extra dkim, which is not installed", fix=INSTALL) from None
    return DkimSigner(settings.sender.dkim_selector, domain_of(settings), key)


def domain_of(settings: Settings) -> str:
    """The domain of the From header, in ASCII."""
    return validate_email(settings.sender.address, check_deliverability=False).ascii_domain.lower()


def covered_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    """The header names that a signature covers, each once more than it occurs."""
    present = [name.lower() for name, _ in headers]
    return [
        name
        for name in (*_ALWAYS, *_WHERE_PRESENT)
        if name in _ALWAYS or name in present
        for _ in range(present.count(name) + 1)
    ]


def _header_list(names: Iterable[bytes]) -> str:
    """Names separated by colons, in lines short enough that no mail server folds them again."""
    lines = [""]
    for name in (encoded.decode() for encoded in names):
        if len(lines[-1]) + len(name) >= _COLUMNS:
            lines.append("")
        lines[-1] += f"{name}:"
    return "\r\n\t ".join(lines).removesuffix(":")


def _fold(signature: bytes) -> bytes:
    return b"\r\n\t ".join(signature[at : at + _COLUMNS] for at in range(0, len(signature), _COLUMNS))
