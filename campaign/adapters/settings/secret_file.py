"""Writes passwords into the text of `.env`. Every other line stays as it is."""

import io

from dotenv.parser import parse_stream

from campaign.adapters.settings.environment import read_variables
from campaign.errors import UsageError


def with_secret(source: str, name: str, value: str) -> str:
    """The text with a variable, in place of its old line or at the end; without it for "".

    Raises UsageError for a value that `.env` cannot hold, which no message shows.
    """
    pieces: list[str] = []
    place: int | None = None
    for binding in parse_stream(io.StringIO(source)):
        if binding.key == name:
            place = len(pieces) if place is None else place
        else:
            pieces.append(binding.original.string)
    if value:
        pieces.insert(len(pieces) if place is None else place, f"{name}={_quoted(value)}\n")
    text = "".join(_with_line_end(piece, is_last=at == len(pieces) - 1) for at, piece in enumerate(pieces))
    stored = read_variables(text, {})[0].get(name)
    if (stored.text if stored else "") != value or not value.isprintable():
        raise UsageError(
            "the password has a character that cannot be stored", fix="use letters, digits and punctuation"
        )
    return text


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _with_line_end(piece: str, *, is_last: bool) -> str:
    return piece if is_last or piece.endswith(("\n", "\r")) else f"{piece}\n"
