"""Time stamps by a time stamp server (RFC 3161): proof that some bytes existed at a time, by somebody else's word."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from campaign.adapters.http.post import post
from campaign.errors import CampaignError, FolderError, UsageError, cause_of

_SECONDS = 20.0
_MAX_OCTETS = 100_000
_TYPE = "application/timestamp-query"
_GRANTED = (0, 1)  # granted, and granted with changes (RFC 3161, 2.4.2)


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """A time stamp: what was asked, and the server's answer. Both are DER."""

    request: bytes
    response: bytes


def ask_for_stamp(address: str, content: bytes) -> TimeStamp:
    """Ask a server to stamp bytes; only their digest is sent.

    Raises UsageError if the extra is not installed, CampaignError if the server does not stamp them.
    """
    library = _library()
    request = library.TimestampRequestBuilder().data(content).nonce(nonce=True).cert_request(cert_request=True).build()
    try:
        answer = _answer(address, request.as_bytes())
        response = library.decode_timestamp_response(answer)
    except (OSError, HTTPException) as error:
        why = str(error) or type(error).__name__
        raise CampaignError(f"no time stamp: {address} does not answer ({why})", fix="try again later") from None
    except ValueError:
        raise CampaignError(
            f"no time stamp: {address} is not a time stamp server", fix="check timestamp_server"
        ) from None
    if response.status not in _GRANTED:
        raise CampaignError(f"no time stamp: {address} refuses", fix="ask the server's operator")
    stamp = TimeStamp(request.as_bytes(), answer)
    if reason := stamp_fault(stamp, content):
        raise CampaignError(f"no time stamp: {reason}", fix="check timestamp_server")
    return stamp


def stamped_at(stamp: TimeStamp) -> dt.datetime:
    """When the bytes were stamped, by the server's clock (aware UTC)."""
    at: dt.datetime = _library().decode_timestamp_response(stamp.response).tst_info.gen_time
    return at.astimezone(dt.UTC)


def stamp_fault(stamp: TimeStamp, content: bytes, root: bytes = b"") -> str:
    """What is wrong with a stamp of these bytes; "" if nothing is.

    `root` holds the certificates (PEM) that the server's signature must lead to; without them the signature is not
    checked.
    """
    library = _library()
    try:
        response = library.decode_timestamp_response(stamp.response)
        info = response.tst_info
        digest = hashlib.new(_HASHES.get(info.message_imprint.hash_algorithm.dotted_string, "sha512"), content).digest()
        if info.message_imprint.message != digest:
            return "the time stamp is for different data"
        if root:
            _verify(response, content, root)
    except library.VerificationError as error:
        return f"the time stamp's signature does not lead to the server's certificate ({error})"
    except ValueError:
        return "the time stamp cannot be read"
    return ""


_HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


def read_root(path: Path) -> bytes:
    """Read the certificates of a server. Raises FolderError."""
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"{path}: cannot be read ({cause_of(error)})"
        raise FolderError(what, fix="check timestamp_certificate in campaign.toml") from error


def _verify(response: Any, content: bytes, root: bytes) -> None:
    from cryptography import x509
    from rfc3161_client import VerifierBuilder

    builder = VerifierBuilder()
    for certificate in x509.load_pem_x509_certificates(root):
        builder = builder.add_root_certificate(certificate)
    builder.build().verify_message(response, content)


def _library() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError as error:
        what = "time stamps need the extra timestamp, which is not installed"
        raise UsageError(what, fix="pip install 'undersigned[timestamp]'") from error
    return rfc3161_client


def _answer(address: str, request: bytes) -> bytes:
    parts = urlsplit(address)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return post(parts, path, request, {"Content-Type": _TYPE}, _SECONDS, _MAX_OCTETS)
