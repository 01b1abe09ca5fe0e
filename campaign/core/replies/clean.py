"""Makes text from outside safe to store and display: no control characters or changes of direction, limited length."""

import re
import unicodedata

MAX_CHARACTERS = 100_000
_MAX_LINE = 500
_MAX_NAME_CHARACTERS = 80
_MAX_NAME_BYTES = 180  # file systems allow 255 bytes
_DEVICE_NAME = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def clean(text: str) -> str:
    """Clean several lines: line ends as `\\n`, no control characters, no trailing spaces, single empty lines."""
    text = text[: 4 * MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    lines = [_visible(line).rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")[:MAX_CHARACTERS]


def one_line(text: str) -> str:
    """Clean a text as one line, with single spaces."""
    return " ".join(_visible(re.sub(r"\s", " ", text[: 10 * _MAX_LINE])).split())[:_MAX_LINE]


def file_name(text: str) -> str:
    """A file name that is safe on every system: the last part of a path, plain characters, no leading dot."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", one_line(text)))[-1]
    plain = "".join(character if character.isalnum() or character in " ._-()" else "_" for character in last).strip(
        " ."
    )
    stem, dot, ending = plain.rpartition(".")
    if dot and stem:
        short = _cut(stem, _MAX_NAME_CHARACTERS - 12).rstrip(" .") + dot + _cut(ending, 10)
    else:
        short = _cut(plain, _MAX_NAME_CHARACTERS)
    return f"_{short}" if _DEVICE_NAME.match(short) or short.startswith("-") else short or "attachment"


def _cut(text: str, most: int) -> str:
    return text[:most].encode()[: _MAX_NAME_BYTES * most // _MAX_NAME_CHARACTERS].decode("utf-8", "ignore")


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        character
        for character in text
        if character == "\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}
    )
