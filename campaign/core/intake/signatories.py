"""Reads the organisations below "Signed:": one for each link, or for each line if there are no links.

The logos of a page leave words behind (`**OPEN\\n_FUTURE**` above the link "Open Future"). A logo's words are beside a
link or have the same letters; of two spellings, the one that the letter uses more often wins.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaign.core.intake.pieces import Piece, Remark
from campaign.core.intake.runs import lines, without_breaks
from campaign.core.letters import tree
from campaign.core.letters.tree_builder import safe_href
from campaign.core.signatories import Organisation
from campaign.core.tables.text import fold_words, slug

_SENTENCE_WORDS = 15  # a longer line without a link is a sentence, not a name
_BEHALF = re.compile(r"(?:(?:for and )?on behalf of|im namen|im auftrag|au nom d)\b.*:$", re.IGNORECASE)
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_ADDRESS = re.compile(r"https?://\S+")
_FORMULA = "=+-@\t "
_HIDDEN = re.compile("[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class DraftSignatory:
    """An organisation, and remarks on it."""

    organisation: Organisation
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name below the letter, its link's address, and the words of its logo."""

    name: str
    href: str
    logos: tuple[str, ...] = ()
    has_link: bool = True


def read(pieces: Iterable[Piece], body: str) -> tuple[tuple[DraftSignatory, ...], tuple[Piece, ...]]:
    """Return the organisations in order, and the pieces that are sentences. `body` is the letter's text."""
    entries: list[_Entry] = []
    sentences: list[Piece] = []
    for piece in pieces:
        piece_entries = _entries(piece.block)
        if any(not entry.has_link and len(entry.name.split()) > _SENTENCE_WORDS for entry in piece_entries):
            sentences.append(piece)
        else:
            entries.extend(piece_entries)
    names, others = _split_names(entries)
    listed = tuple(_signatories(_merge(names), body))
    if listed and others:
        what = f"not taken for an organisation: {', '.join(other.name for other in others)}"
        remark = Remark(what, "add a row for it if it is one")
        listed = (replace(listed[0], remarks=(*listed[0].remarks, remark)), *listed[1:])
    return listed, tuple(sentences)


def _split_names(entries: list[_Entry]) -> tuple[list[_Entry], list[_Entry]]:
    """Split off what is no organisation: lines that end in a colon, a person who signs on behalf of others, and the
    lines that our own print has below the names."""
    behalf = next((at for at, entry in enumerate(entries) if _BEHALF.match(entry.name)), 0)
    others = [
        entry
        for at, entry in enumerate(entries)
        if at < behalf or entry.name.endswith(":") or _DIGEST.search(entry.name) or _ADDRESS.fullmatch(entry.name)
    ]
    return [entry for entry in entries if entry not in others], others


def _entries(block: tree.Block) -> list[_Entry]:
    entries: list[_Entry] = []
    for run in _runs(block):
        links = [inline for inline in tree.walk(run) if isinstance(inline, tree.Link)]
        if links:
            entries.extend(_entries_of_links(run, links))
        else:
            entries.extend(
                _Entry(name, "", has_link=False) for line in _rows(run) if (name := _clean(tree.plain(line)))
            )
    return entries


def _runs(block: tree.Block) -> Iterable[tree.Inlines]:
    return (
        tree.inlines_of(block)
        if isinstance(block, tree.Paragraph | tree.BulletList | tree.NumberedList | tree.TableBlock)
        else ()
    )


def _rows(run: tree.Inlines) -> list[tree.Inlines]:
    """Return the lines of a run. A logo in bold over two lines is one line."""
    return [without_breaks(line) for line in lines(run)]


def _entries_of_links(run: tree.Inlines, links: Sequence[tree.Link]) -> list[_Entry]:
    """Read a paragraph with links: each link is an organisation; words beside a single link are its logo's."""
    beside = [
        _clean(tree.plain(without_breaks(line)))
        for line in lines(tuple(inline for inline in run if inline not in links))
    ]
    logos = tuple(word for word in beside if slug(word))
    names = [(_clean(tree.plain(without_breaks(link.children))), link.href) for link in links]
    entries = [_Entry(name, href) for name, href in names if name]
    if len(entries) == 1:
        return [replace(entries[0], logos=logos)]
    return [*entries, *(_Entry(logo, "", has_link=False) for logo in logos)]


def _merge(entries: list[_Entry]) -> list[_Entry]:
    """Merge neighbours that have the same letters: a link, and its logo's words."""
    merged: list[_Entry] = []
    for entry in entries:
        last = merged[-1] if merged else None
        if last is None or _letters(last.name) != _letters(entry.name):
            merged.append(entry)
            continue
        link, logo = (entry, last) if entry.has_link and not last.has_link else (last, entry)
        merged[-1] = replace(
            link, href=link.href if safe_href(link.href) else logo.href, logos=(*link.logos, *logo.logos, logo.name)
        )
    return merged


def _signatories(entries: list[_Entry], body: str) -> Iterable[DraftSignatory]:
    keys: set[str] = set()
    any_links = any(entry.has_link for entry in entries)
    for entry in entries:
        name = _spelling(entry, body)
        href = safe_href(entry.href)
        key = slug(name)
        if not key or key in keys:
            continue
        keys.add(key)
        yield DraftSignatory(Organisation(key, name, href), tuple(_remarks(entry, name, href, any_links=any_links)))


def _spelling(entry: _Entry, body: str) -> str:
    """Return the link's spelling, or the logo's if it has the same letters and the text uses it more often."""
    choices = [entry.name, *(logo for logo in entry.logos if _letters(logo) == _letters(entry.name))]
    return max(choices, key=lambda name: _count(name, body))


def _remarks(entry: _Entry, name: str, href: str, *, any_links: bool) -> Iterable[Remark]:
    for other in dict.fromkeys((entry.name, *entry.logos)):
        if other != name:
            yield Remark(f"{name} is also written as {other}", "check which name should be listed")
    if any_links and not entry.has_link:
        yield Remark(f"{name} has no link, unlike others", "remove the row if these are only a logo's words")
    if not href:
        destination = f" (its link leads to {entry.href})" if entry.href not in ("", "#") else ""
        yield Remark(f"{name} has no web address{destination}", "enter it in the column url")


def _count(name: str, body: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", body))


def _letters(name: str) -> str:
    return fold_words(name).replace(" ", "")


def _clean(name: str) -> str:
    """Return a name without invisible characters, and without a start that a spreadsheet would run as a formula."""
    return " ".join(_HIDDEN.sub(" ", name).split()).lstrip(_FORMULA).strip()
