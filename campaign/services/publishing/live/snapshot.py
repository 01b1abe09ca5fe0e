"""The files of the live site with their response headers. A snapshot is never changed, only replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from campaign.adapters.http.headers import PAGE_POLICY
from campaign.core.publish.site import RECORD, SUMS, checksums
from campaign.services.publishing.live.site_file import SiteFile, site_file

Headers = tuple[tuple[bytes, bytes], ...]

# A browser or proxy can show a file this long without asking again: about as long as it takes to notice a change.
_CACHE_CONTROL = b"public, max-age=1"
# The page for a wrong address contains its style sheet.
_MISSING_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
)
# Any site may read the files for programs and show the pictures.
_OPEN_HEADERS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
_PAGE_TYPES = ("text/html", "text/css")
MISSING = "404.html"


@dataclass(frozen=True, slots=True)
class Representation:
    """One representation of a file (RFC 9110): its bytes, its ETag and its headers."""

    body: bytes
    tag: bytes
    """The ETag, in quotes."""
    headers: Headers
    """The headers of a response with the body."""
    headers_without_body: Headers
    """The headers of a 304 response."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A file as it is and, if that is smaller, as gzip."""

    plain: Representation
    gzip: Representation | None
    """None if gzip would not be smaller."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every file of the site by its path."""

    version: int = 0
    """The number of the newest version; 0 if there is none."""
    files: Mapping[str, SiteFile] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)

    def with_files(
        self, version: int, fresh: Mapping[str, SiteFile], removed_paths: frozenset[str], frame_ancestors: str
    ) -> "Snapshot":
        """A new snapshot, with some files replaced (`fresh`) and some removed.

        `frame_ancestors` says which sites may embed the page for frames, as in a Content-Security-Policy.
        """
        files = {path: entry for path, entry in self.files.items() if path not in removed_paths}
        files |= fresh
        digests = {path: entry.digest for path, entry in files.items() if path != SUMS}
        head = files[RECORD].body if RECORD in files else b""
        checksum_file = site_file(SUMS, checksums(digests, head))
        unchanged = {path: resource for path, resource in self.resources.items() if path in files}
        new = {path: _resource(path, entry, frame_ancestors) for path, entry in {**fresh, SUMS: checksum_file}.items()}
        return Snapshot(version, MappingProxyType({**files, SUMS: checksum_file}), MappingProxyType(unchanged | new))


def _resource(path: str, source: SiteFile, frame_ancestors: str) -> Resource:
    headers = (
        (b"content-type", source.media_type.encode()),
        (b"content-security-policy", _policy(path, frame_ancestors).encode()),
        *(() if source.media_type.startswith(_PAGE_TYPES) else _OPEN_HEADERS),
    )
    plain = _representation(source.body, source.digest[:32], headers)
    if not source.gzip:
        return Resource(plain, None)
    return Resource(
        plain, _representation(source.gzip, f"{source.digest[:32]}-gzip", (*headers, (b"content-encoding", b"gzip")))
    )


def _representation(body: bytes, tag: str, headers: Headers) -> Representation:
    caching = ((b"etag", f'"{tag}"'.encode()), (b"cache-control", _CACHE_CONTROL), (b"vary", b"accept-encoding"))
    length = (b"content-length", str(len(body)).encode())
    return Representation(body, f'"{tag}"'.encode(), (*headers, *caching, length), (*headers, *caching))


def _policy(path: str, frame_ancestors: str) -> str:
    name = path.rpartition("/")[2]
    if name == MISSING:
        return _MISSING_PAGE_POLICY
    if name.startswith("embed."):
        return PAGE_POLICY.replace("frame-ancestors 'self'", f"frame-ancestors {frame_ancestors}")
    return PAGE_POLICY
