"""Prepares an RTF file for pandoc: takes out hidden and deleted text and comments, and says what that was."""

import re

from campaign.core.intake.pieces import Remark, refuse_long
from campaign.core.languages.in_english import count_of
from campaign.errors import LetterError

MOST_BYTES = 10_000_000
_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'[0-9a-fA-F]{2}|\\[^a-z]|[{}]|[^\\{}]+")
_BYTE = re.compile(rb"\\'([0-9a-fA-F]{2})")
_SWITCHES = {b"v": "hidden", b"deleted": "deleted"}
_ASIDE = {b"annotation": "comment", b"atnauthor": "", b"atnid": "", b"atndate": "", b"atnref": "", b"atrfstart": ""}
_MOST_CHARACTERS = 100
_MOST_QUOTATIONS = 5
_SPACES = re.compile(rb"[\r\n]+")


def is_rtf(data: bytes) -> bool:
    """Whether a file is RTF."""
    return data.startswith(b"{\\rtf")


def clean_rtf(data: bytes) -> tuple[bytes, tuple[Remark, ...]]:
    """Return the file without what nobody reads, and remarks on that. Raises LetterError if it is too large."""
    if len(data) > MOST_BYTES:
        raise LetterError(f"larger than {MOST_BYTES // 1_000_000} MB", fix="remove the pictures from the file")
    pieces_left: list[bytes] = []
    left_out: dict[str, list[str]] = {"hidden": [], "deleted": [], "comment": []}
    open_: list[frozenset[str]] = []
    state: frozenset[str] = frozenset()
    piece: list[bytes] = []
    piece_kind = ""
    insertions = pictures = 0

    def end_piece() -> None:
        words = _words(b"".join(piece))
        if words:
            left_out[piece_kind].append(words)
        piece.clear()

    for token in _TOKEN.finditer(data.replace(rb"{\*\footnote", rb"{\footnote")):  # pandoc reads only the second
        text, name, number = token.group(), token[1], token[2]
        if text == b"{":
            open_.append(state)
        elif text == b"}":
            state = open_.pop() if open_ else frozenset()
        elif name in _SWITCHES:
            switch = {_SWITCHES[name]}
            state = state - switch if number == b"0" else state | switch
            continue
        elif name == b"plain":
            state -= {"hidden", "deleted"}
        elif name in _ASIDE:
            state |= {_ASIDE[name] or "aside"}
        elif name == b"revised" and number != b"0":
            insertions += 1
        elif name == b"pict":
            pictures += 1
            state |= {"picture"}
        kind = next((kind for kind in ("comment", "deleted", "hidden") if kind in state), "")
        if piece and kind != piece_kind:
            end_piece()
        if not state or name or text in (b"{", b"}"):
            pieces_left.append(text)
        elif kind:
            piece_kind = kind
            piece.append(text)
    if piece:
        end_piece()
    refuse_long(sum(len(text) for text in pieces_left if text[:1] not in b"{}\\"))
    return b"".join(pieces_left), tuple(_remarks(left_out, insertions, pictures))


def _remarks(left_out: dict[str, list[str]], insertions: int, pictures: int) -> list[Remark]:
    remarks = []
    if insertions or left_out["deleted"]:
        total = count_of(insertions + len(left_out["deleted"]), "tracked change")
        words = f": left out {_quoted(left_out['deleted'])}" if left_out["deleted"] else ""
        remarks.append(Remark(f"{total} taken as accepted{words}", "check that the words are what was agreed"))
    if left_out["hidden"]:
        remarks.append(Remark(f"left out hidden text: {_quoted(left_out['hidden'])}", "add it if it belongs here"))
    remarks += [
        Remark(f"a comment is left out: “{words[:_MOST_CHARACTERS]}”", "answer it, or write it as {>> <<}")
        for words in left_out["comment"]
    ]
    if pictures:
        remarks.append(Remark(f"left out {count_of(pictures, 'picture')}", "write what readers need to know from it"))
    return remarks


def _words(source: bytes) -> str:
    source = _BYTE.sub(lambda match: bytes([int(match[1], 16)]), _SPACES.sub(b"", source))
    return " ".join(source.decode("cp1252", "replace").split())


def _quoted(words: list[str]) -> str:
    listed_words = ", ".join(f"“{text[:_MOST_CHARACTERS]}”" for text in words[:_MOST_QUOTATIONS])
    return f"{listed_words} and {len(words) - _MOST_QUOTATIONS} more" if len(words) > _MOST_QUOTATIONS else listed_words
