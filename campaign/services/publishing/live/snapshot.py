"""The files as they are answered: each with its headers ready. A snapshot is never changed, it is replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from campaign.adapters.http.headers import PAGE_POLICY
from campaign.core.publish.site import SUMS, sums
from campaign.services.publishing.live.files import File, file

Headers = tuple[tuple[bytes, bytes], ...]

# How long a reader, or a proxy between us, may show a file without asking again: as long as we take to notice.
_KEPT = b"public, max-age=1"
# The page for a wrong address carries its style inside.
_STYLED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
# Anybody's page may read what is made for programs, and show our pictures.
_OPEN = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
_CLOSED_TYPES = ("text/html", "text/css")
MISSING = "404.html"


@dataclass(frozen=True, slots=True)
class Representation:
    """One representation of a file: its bytes, the tag it is known by, and its headers with and without a body."""

    body: bytes
    tag: bytes
    headers: Headers
    bare: Headers


@dataclass(frozen=True, slots=True)
class Answer:
    """A file as it is, and packed where that is smaller."""

    plain: Representation
    packed: Representation | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every file by its path. `version` is the newest's number, 0 while there is none."""

    version: int = 0
    files: Mapping[str, File] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def with_files(self, version: int, fresh: Mapping[str, File], gone: frozenset[str], embedded: str) -> "Snapshot":
        """Another snapshot. `embedded` says who may show the page for frames in one: the value of `frame-ancestors`."""
        files = {path: each for path, each in self.files.items() if path not in gone}
        files |= fresh
        listed = file(SUMS, sums({path: each.digest for path, each in files.items() if path != SUMS}))
        kept = {path: each for path, each in self.answers.items() if path in files}
        made = {path: _answer(path, each, embedded) for path, each in {**fresh, SUMS: listed}.items()}
        return Snapshot(version, MappingProxyType({**files, SUMS: listed}), MappingProxyType(kept | made))


def _answer(path: str, each: File, embedded: str) -> Answer:
    always = (
        (b"content-type", each.media_type.encode()),
        (b"content-security-policy", _policy(path, embedded).encode()),
        *(() if each.media_type.startswith(_CLOSED_TYPES) else _OPEN),
    )
    plain = _representation(each.body, each.digest[:32], always)
    if not each.packed:
        return Answer(plain, None)
    return Answer(
        plain, _representation(each.packed, f"{each.digest[:32]}-gzip", (*always, (b"content-encoding", b"gzip")))
    )


def _representation(body: bytes, tag: str, always: Headers) -> Representation:
    known = ((b"etag", f'"{tag}"'.encode()), (b"cache-control", _KEPT), (b"vary", b"accept-encoding"))
    length = (b"content-length", str(len(body)).encode())
    return Representation(body, f'"{tag}"'.encode(), (*always, *known, length), (*always, *known))


def _policy(path: str, embedded: str) -> str:
    name = path.rpartition("/")[2]
    if name == MISSING:
        return _STYLED
    if name.startswith("embed."):
        return PAGE_POLICY.replace("frame-ancestors 'self'", f"frame-ancestors {embedded}")
    return PAGE_POLICY
