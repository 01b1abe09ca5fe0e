"""Unwraps the addresses that mail programs and editors put around a link, some with the reader's own address."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from campaign.core.intake.pieces import DraftSource, NoteText, Piece, Remark
from campaign.core.intake.runs import map_runs
from campaign.core.letters import tree

_PARAMETERS = {"google": ("q", "url"), "safelinks.protection.outlook.com": ("url",), "l.facebook.com": ("u",)}
_GOOGLE = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}")
_DEFENSE = re.compile(r"https://urldefense\.com/v3/__(?P<address>.+?)__;", re.IGNORECASE)
_DEEPEST = 5  # a link may be wrapped more than once


def unwrap(href: str) -> str:
    """Return the address that a redirect leads to; any other address as it is."""
    for _ in range(_DEEPEST):
        href = _inner(href) or href
    return href


def unwrap_all(source: DraftSource) -> tuple[DraftSource, tuple[Remark, ...]]:
    """Return a source with its links unwrapped, and a remark on each that was."""
    pairs: dict[str, str] = {}

    def run(inlines: tree.Inlines) -> tree.Inlines:
        return tuple(map(inline, inlines))

    def inline(inline: tree.Inline) -> tree.Inline:
        match inline:
            case tree.Link(href, children):
                address = unwrap(href)
                if address != href:
                    pairs[href] = address
                return tree.Link(address, run(children))
            case tree.Strong(children) | tree.Emphasis(children) | tree.Insertion(children) | tree.Deletion(children):
                return type(inline)(run(children))
            case _:
                return inline

    def pieces(before: tuple[Piece, ...]) -> tuple[Piece, ...]:
        return tuple(Piece(map_runs(piece.block, run), piece.remarks, piece.apart) for piece in before)

    notes = tuple(NoteText(note.number, note.label, pieces(note.pieces)) for note in source.notes)
    body = pieces(source.pieces)
    if not pairs:
        return source, ()
    hosts = {href: urlsplit(href).hostname or "" for href in pairs}
    remarks = (
        Remark(f"a link led through {hosts[href]} and now leads to {address[:100]}", "check that it is the right page")
        for href, address in pairs.items()
    )
    return source.with_blocks(body, notes), tuple(remarks)


def _inner(href: str) -> str:
    match = _DEFENSE.match(href)
    if match:
        return unquote(match["address"])
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").lower()
        values = parse_qs(parts.query)
    except ValueError:
        return ""
    kind = "google" if _GOOGLE.fullmatch(host) and parts.path == "/url" else host
    kind = next((name for name in _PARAMETERS if kind == name or kind.endswith(f".{name}")), "")
    addresses = (values[name][0] for name in _PARAMETERS.get(kind, ()) if name in values)
    return next((address for address in addresses if address.startswith(("http://", "https://", "mailto:"))), "")
