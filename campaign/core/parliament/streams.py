"""Files as streams of bytes: in UTF-8 whatever they were saved in, and with limits on what one value may hold."""

import codecs
from collections.abc import Iterable, Iterator

from campaign.errors import FolderError

MOST_VALUE = 16_000_000
"""The most bytes between two signs of structure: a longer value is an attack, or no data of people."""


def damaged(path: str, what: str, fix: str = "") -> FolderError:
    """The error for a file that is not read further; nothing of it is imported."""
    return FolderError(f"{path}: {what}; nothing was imported", fix=fix or "get the file again, and import it again")


def utf8_chunks(chunks: Iterable[bytes], path: str) -> Iterator[bytes]:
    """The bytes as UTF-8, without a byte order mark. Raises FolderError for bytes that are no text."""
    iterator = iter(chunks)
    head = b""
    for chunk in iterator:
        head += chunk
        if len(head) >= 4:
            break
    name = _encoding(head)
    decoder = codecs.getincrementaldecoder(name)()
    try:
        yield decoder.decode(head).encode()
        for chunk in iterator:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as error:
        raise damaged(path, f"not valid {name.removesuffix('-sig')} text", "save it as UTF-8") from error


def _encoding(head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8"


class ChunkReader:
    """Bytes of chunks, for a parser that asks for them. Call `rest` at each sign of structure."""

    def __init__(self, chunks: Iterable[bytes], path: str) -> None:
        self._chunks = iter(chunks)
        self._path = path
        self._since = 0

    def rest(self) -> None:
        """Count from here."""
        self._since = 0

    def read(self, size: int) -> bytes:
        """Return the next chunk; b"" at the end, and for a size of 0, by which a parser asks for the type."""
        if size == 0:
            return b""
        chunk = next((chunk for chunk in self._chunks if chunk), b"")
        self._since += len(chunk)
        if self._since > MOST_VALUE:
            raise damaged(self._path, f"one value is longer than {MOST_VALUE // 1_000_000} MB")
        return chunk
