"""What a server says, cut into replies (RFC 5321 section 4.2), however its bytes come."""

from typing import NamedTuple

# RFC 5321 section 4.5.3.1.5 allows 512 octets a line. Servers say more, but nobody says this much.
_MOST_OCTETS_A_LINE = 8_192
_MOST_OCTETS = 32_768
_MOST_TEXT = 500
# How nearly every reply begins, and the only line of it.
_WHOLE = {b"%d " % code: code for code in range(200, 600)}


class Reply(NamedTuple):
    """`code` is None for what is no SMTP: nothing that follows can be trusted then. `words` are as they came."""

    code: int | None
    words: bytes

    @property
    def text(self) -> str:
        """The words, safe to show and to keep."""
        return clean(self.words.decode(errors="surrogateescape"))


class Replies:
    """Keeps the piece of a reply that has not come whole yet; never more than 32 kB of it."""

    def __init__(self) -> None:
        self._rest = b""
        self._before: list[bytes] = []
        self._octets = 0

    def feed(self, data: bytes) -> list[Reply]:
        """The replies that are whole now, in order."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        found: list[Reply] = []
        for line in lines:
            code = _WHOLE.get(line[:4])
            if code and not self._before and len(line) <= _MOST_OCTETS_A_LINE:
                found.append(Reply(code, line[4:]))
            else:
                self._line(line, found)
        if len(self._rest) + self._octets > _MOST_OCTETS:
            found.append(self._nonsense(b"Response too long"))
            self._rest = b""
        return found

    def _line(self, line: bytes, found: list[Reply]) -> None:
        code, mark = line[:3], line[3:4]
        if not (code.isdigit() and len(code) == 3 and mark in b" -\r"):
            found.append(self._nonsense(b"Malformed SMTP response line: " + line))
        elif len(line) > _MOST_OCTETS_A_LINE or self._octets > _MOST_OCTETS:
            found.append(self._nonsense(b"Response too long"))
        elif mark == b"-":
            self._before.append(line[4:])
            self._octets += len(line)
        else:
            found.append(Reply(readable(int(code)), self._words(line[4:])))

    def _words(self, last: bytes) -> bytes:
        if not self._before:
            return last
        lines, self._before, self._octets = [*self._before, last], [], 0
        return b"\n".join(lines)

    def _nonsense(self, what: bytes) -> Reply:
        self._before, self._octets = [], 0
        return Reply(None, what)


def readable(code: int) -> int | None:
    """A reply code of RFC 5321, or None."""
    return code if 200 <= code < 600 else None


def clean(text: str) -> str:
    """A server's text as one line that is safe to show and to keep: no control characters, no halves of characters."""
    line = " ".join(text.split())
    if not line.isprintable():
        line = " ".join("".join(each if each.isprintable() else " " for each in line).split())
    return line[:_MOST_TEXT]
