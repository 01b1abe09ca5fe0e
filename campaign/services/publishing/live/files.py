"""A file of the site, ready to be answered: its bytes as they are and packed, its digest and its type. Pure."""

import hashlib
import zlib
from dataclasses import dataclass

_TYPES = {
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/atom+xml",
}
_FEEDS = ("feed.json", "new-signatories.json")
_PACKED_ALREADY = ("pdf", "png")
_LEAST_TO_PACK = 500  # bytes; below it the saving is not worth the reader's work
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class File:
    """`packed` is the body as gzip, b"" where that would gain nothing. `digest` is the body's SHA-256, hexadecimal."""

    body: bytes
    packed: bytes
    digest: str
    media_type: str


def file(path: str, body: bytes) -> File:
    """A file by its path below the site. The same bytes give the same file."""
    ending = path.rpartition(".")[2]
    packed = b"" if ending in _PACKED_ALREADY or len(body) < _LEAST_TO_PACK else _packed(body)
    return File(body, packed if len(packed) < len(body) else b"", hashlib.sha256(body).hexdigest(), media_type(path))


def media_type(path: str) -> str:
    """What a file is, by its path."""
    if path in _FEEDS:
        return "application/feed+json"
    return _TYPES.get(path.rpartition(".")[2], "application/json" if path.startswith("api/") else _TYPES["txt"])


def _packed(body: bytes) -> bytes:
    """gzip without a time in it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    return packer.compress(body) + packer.flush()
