"""Splits the bytes of an SMTP server into replies (RFC 5321 section 4.2)."""

from typing import NamedTuple

# RFC 5321 section 4.5.3.1.5 allows 512 octets per line. Some servers send more, but none sends this much.
_MAX_LINE_OCTETS = 8_192
_MAX_OCTETS = 32_768
_MAX_TEXT = 500
# How the last or only line of a reply begins.
_CODES = {b"%d " % code: code for code in range(200, 600)}


class SmtpReply(NamedTuple):
    """A reply of the server."""

    code: int | None
    """The reply code; None for what is not SMTP. Nothing after that can be trusted."""
    words: bytes
    """The text as it came, without the codes."""

    @property
    def text(self) -> str:
        """The text on one line, safe to display and to store."""
        return one_line(self.words.decode(errors="surrogateescape"))


class ReplyParser:
    """Collects incomplete replies; at most 32 kB of one."""

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[bytes] = []
        self._octets = 0

    def feed(self, data: bytes) -> list[SmtpReply]:
        """The replies that are complete now, in order."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        replies: list[SmtpReply] = []
        for line in lines:
            code = _CODES.get(line[:4])
            if code and not self._lines and len(line) <= _MAX_LINE_OCTETS:
                replies.append(SmtpReply(code, line[4:]))
            else:
                self._add_line(line, replies)
        if len(self._rest) + self._octets > _MAX_OCTETS:
            replies.append(self._malformed(b"Response too long"))
            self._rest = b""
        return replies

    def _add_line(self, line: bytes, replies: list[SmtpReply]) -> None:
        code, mark = line[:3], line[3:4]
        if not (code.isdigit() and len(code) == 3 and mark in b" -\r"):
            replies.append(self._malformed(b"Malformed SMTP response line: " + line))
        elif len(line) > _MAX_LINE_OCTETS or self._octets > _MAX_OCTETS:
            replies.append(self._malformed(b"Response too long"))
        elif mark == b"-":
            self._lines.append(line[4:])
            self._octets += len(line)
        else:
            replies.append(SmtpReply(valid_code(int(code)), self._all_words(line[4:])))

    def _all_words(self, last: bytes) -> bytes:
        if not self._lines:
            return last
        lines, self._lines, self._octets = [*self._lines, last], [], 0
        return b"\n".join(lines)

    def _malformed(self, what: bytes) -> SmtpReply:
        self._lines, self._octets = [], 0
        return SmtpReply(None, what)


def valid_code(code: int) -> int | None:
    """The code if it is one of RFC 5321, else None."""
    return code if 200 <= code < 600 else None


def one_line(text: str) -> str:
    """A server's text as one line without control characters, safe to display and to store."""
    line = " ".join(text.split())
    if not line.isprintable():
        line = " ".join("".join(character if character.isprintable() else " " for character in line).split())
    return line[:_MAX_TEXT]
