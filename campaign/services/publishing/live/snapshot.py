"""The files as they are answered: each with its headers ready. A snapshot is never changed, it is replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from campaign.adapters.http.headers import PAGE_POLICY
from campaign.core.publish.site import SUMS, checksums
from campaign.services.publishing.live.site_file import SiteFile, site_file

Headers = tuple[tuple[bytes, bytes], ...]

# How long a reader, or a proxy between us, may show a file without asking again: as long as we take to notice.
_CACHE_CONTROL = b"public, max-age=1"
# The page for a wrong address carries its style inside.
_MISSING_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
)
# Anybody's page may read what is made for programs, and show our pictures.
_OPEN_HEADERS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
_PAGE_TYPES = ("text/html", "text/css")
MISSING = "404.html"


@dataclass(frozen=True, slots=True)
class Representation:
    """One representation of a file: its bytes, the tag it is known by, and its headers with and without a body."""

    body: bytes
    tag: bytes
    headers: Headers
    headers_without_body: Headers


@dataclass(frozen=True, slots=True)
class Resource:
    """A file as it is, and packed where that is smaller."""

    plain: Representation
    gzip: Representation | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every file by its path. `version` is the newest's number, 0 while there is none."""

    version: int = 0
    files: Mapping[str, SiteFile] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)

    def with_files(
        self, version: int, fresh: Mapping[str, SiteFile], removed_paths: frozenset[str], frame_ancestors: str
    ) -> "Snapshot":
        """Another snapshot. `embedded` says who may show the page for frames in one: the value of `frame-ancestors`."""
        files = {path: entry for path, entry in self.files.items() if path not in removed_paths}
        files |= fresh
        checksum_file = site_file(
            SUMS, checksums({path: entry.digest for path, entry in files.items() if path != SUMS})
        )
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
