"""The organisations below "Signed:": the words of each link, or of each line where there are no links.

A page's logos leave words behind (`**OPEN\\n_FUTURE**` above the link "Open Future"). They are told by standing with
the link, or by having its letters; then the spelling that the letter's own text uses more often wins.
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

_SENTENCE_WORDS = 15  # a longer line without a link is a remark of the letter, no name
_FORMULA = "=+-@\t "
_HIDDEN = re.compile("[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class DraftSignatory:
    """An organisation with what must be looked at."""

    organisation: Organisation
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name as it stands below the letter, where its link leads, and the logo's words beside it."""

    name: str
    href: str
    logos: tuple[str, ...] = ()
    has_link: bool = True


def read(pieces: Iterable[Piece], body: str) -> tuple[tuple[DraftSignatory, ...], tuple[Piece, ...]]:
    """The organisations in their order, and pieces that are sentences, no names. `body` is the letter's text."""
    entries: list[_Entry] = []
    sentences: list[Piece] = []
    for piece in pieces:
        piece_entries = _entries(piece.block)
        if any(not entry.has_link and len(entry.name.split()) > _SENTENCE_WORDS for entry in piece_entries):
            sentences.append(piece)
        else:
            entries.extend(piece_entries)
    return tuple(_signatories(_merge(entries), body)), tuple(sentences)


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
    """The lines of a run; a logo set in bold over two lines is one."""
    return [without_breaks(line) for line in lines(run)]


def _entries_of_links(run: tree.Inlines, links: Sequence[tree.Link]) -> list[_Entry]:
    """A paragraph with links: each is an organisation; words beside a single one are its logo's."""
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
    """Entries with the same letters that follow each other are one: the link, and its logo's words."""
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
    """The link's spelling, or the logo's where it has the same letters and the text uses it more often."""
    choices = [entry.name, *(logo for logo in entry.logos if _letters(logo) == _letters(entry.name))]
    return max(choices, key=lambda name: _count(name, body))


def _remarks(entry: _Entry, name: str, href: str, *, any_links: bool) -> Iterable[Remark]:
    for other in dict.fromkeys((entry.name, *entry.logos)):
        if other != name:
            yield Remark(f"{name} also stands there as {other}", "look which is the name as it should appear")
    if any_links and not entry.has_link:
        yield Remark(f"{name} has no link, unlike others", "take the row away if these are only a logo's words")
    if not href:
        destination = f" (its link led to {entry.href})" if entry.href not in ("", "#") else ""
        yield Remark(f"{name} has no web address{destination}", "write it into the column url")


def _count(name: str, body: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", body))


def _letters(name: str) -> str:
    return fold_words(name).replace(" ", "")


def _clean(name: str) -> str:
    """A name without invisible signs, and without a beginning that a spreadsheet would run as a formula."""
    return " ".join(_HIDDEN.sub(" ", name).split()).lstrip(_FORMULA).strip()
