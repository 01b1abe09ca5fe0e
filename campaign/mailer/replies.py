"""What a server says, cut into replies (RFC 5321 section 4.2), however its bytes come."""

from typing import NamedTuple

# RFC 5321 section 4.5.3.1.5 allows 512 octets a line. Servers say more, but nobody says this much.
_MOST_OCTETS_A_LINE = 8_192
_MOST_OCTETS = 32_768


class Reply(NamedTuple):
    """`code` is None for what is no SMTP: nothing that follows can be trusted then. `text` is as it came, decoded."""

    code: int | None
    text: str


class Replies:
    """Keeps the piece of a reply that has not come whole yet; never more than 32 kB of it."""

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[bytes] = []
        self._octets = 0

    def feed(self, data: bytes) -> list[Reply]:
        """The replies that are whole now, in order."""
        data = self._rest + data
        found: list[Reply] = []
        start = 0
        while (end := data.find(b"\n", start)) >= 0:
            self._line(data[start:end], found)
            start = end + 1
        self._rest = data[start:]
        if len(self._rest) + self._octets > _MOST_OCTETS:
            found.append(self._nonsense("Response too long"))
            self._rest = b""
        return found

    def _line(self, line: bytes, found: list[Reply]) -> None:
        self._octets += len(line)
        if len(line) > _MOST_OCTETS_A_LINE or self._octets > _MOST_OCTETS:
            found.append(self._nonsense("Response too long"))
        elif not (line[:3].isdigit() and line[3:4] in b" -\r"):
            found.append(self._nonsense(f"Malformed SMTP response line: {line.decode(errors='ignore')}"))
        else:
            self._lines.append(line[4:])
            if line[3:4] != b"-":
                found.append(Reply(readable(int(line[:3])), self._text()))

    def _text(self) -> str:
        lines, self._lines, self._octets = self._lines, [], 0
        return b"\n".join(lines).decode("utf-8", "surrogateescape")

    def _nonsense(self, what: str) -> Reply:
        self._lines, self._octets = [], 0
        return Reply(None, what)


def readable(code: int) -> int | None:
    """A reply code of RFC 5321, or None."""
    return code if 200 <= code < 600 else None
