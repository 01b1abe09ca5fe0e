"""A file of the site, ready to be answered: its bytes, their gzip form, its digest and its media type. Pure."""

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
_COMPRESSED_TYPES = ("pdf", "png")
_MIN_BYTES_TO_COMPRESS = 500  # smaller files gain too little
_GZIP_WINDOW_BITS = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One file of the site."""

    body: bytes
    gzip: bytes
    """The body as gzip; b"" if that is not smaller."""
    digest: str
    """The SHA-256 of the body, in hexadecimal."""
    media_type: str


def site_file(path: str, body: bytes) -> SiteFile:
    """The file with this path below the site. The same bytes give the same file."""
    ending = path.rpartition(".")[2]
    gzip = b"" if ending in _COMPRESSED_TYPES or len(body) < _MIN_BYTES_TO_COMPRESS else _gzip(body)
    return SiteFile(body, gzip if len(gzip) < len(body) else b"", hashlib.sha256(body).hexdigest(), media_type(path))


def media_type(path: str) -> str:
    """The media type of a file, by its path."""
    if path in _FEEDS:
        return "application/feed+json"
    return _TYPES.get(path.rpartition(".")[2], "application/json" if path.startswith("api/") else _TYPES["txt"])


def _gzip(body: bytes) -> bytes:
    """Compress with gzip, without a timestamp."""
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP_WINDOW_BITS)
    return packer.compress(body) + packer.flush()
