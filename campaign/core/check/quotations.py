"""Quoted law: what stands in quotation marks stands in the cited legal text, word for word.

Only quotations of some length are looked at; short ones are words used, not words quoted. A paragraph that calls
notes with law is held against these and their annexes. One that calls no note at all is held against every note with
law and every annex: where its quotation is like the law but not the same it is wrong, and where it is not like it, it
is no quotation of it. A note is itself held against the annexes of its label.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from campaign.core.check.facts import Facts
from campaign.core.check.notes import calls
from campaign.core.check.passages import MOST_WORDS, Closest, Wording, closest, holds
from campaign.core.check.prose import Paragraph, Prose, blank, shortened
from campaign.core.letters import Annex, Letter
from campaign.core.letters.tree import plain_blocks
from campaign.errors import Problem

FEWEST_WORDS = 5
# A letter has some dozens; beyond this the comparing would take longer than the reading.
MOST_QUOTATIONS = 100
_ALIKE = 0.6
NOTE, ANNEX = "note", "annex"
_MOST_SHOWN = 300

_LAW = re.compile(
    r"\b(?:Articles?|Art\.|Artikel|Recitals?|Erwägungsgr[uü]nde?|Considérants?|paragraphs?|Absatz|Regulations?|Verordnung"
    r"|Règlement|Directives?|Richtlinie)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'“([^“”]*)”|„([^„“”"]*)[“”"]|«([^«»]*)»|»([^«»]*)«|"([^"]*)"')
_BLOCK_QUOTE = re.compile(r" {0,3}>")
_MARKS = re.compile(r"\[\^[^\[\]\n]*\]|\]\((?:[^()]++|\([^()]*+\))*+\)|!?\[(?=[^\[\]]*+\]\()")
_LEFT_OUT = re.compile(r"\[[^\[\]]*\]|…|\.{3}")
_QUOTE_SIGNS = re.compile(r"^[ \t]*>[ >]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """A text that may be quoted: a note, or one draft of the provision that an annex holds (`draft` is then set).

    `name` says which it is, `kind` is "note" or "annex".
    """

    label: str
    name: str
    kind: str
    wording: Wording
    draft: Annex | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words quoted, where, the labels of the notes that their paragraph calls, and of the note that it stands in."""

    offset: int
    words: str
    called: frozenset[str]
    note: str = ""

    @property
    def pieces(self) -> list[str]:
        return [piece for piece in _LEFT_OUT.split(self.words) if re.search(r"\w", piece)]

    def cited(self, sources: Sequence[Source]) -> list[Source]:
        """The texts that the words may be from: of the note that they stand in, of those called, else all."""
        own = [source for source in sources if source.label == self.note and source.kind == ANNEX]
        return own or [source for source in sources if source.label in self.called] or list(sources)


def quotations(text: Prose, letter: Letter, facts: Facts) -> Iterator[Problem]:
    """Quotations of law that the cited text does not hold word for word."""
    law = sources_of(letter)
    everything = quotations_of(text, law)
    for quotation in islice(everything, MOST_QUOTATIONS):
        cited = quotation.cited(law)
        if not any(holds(source.wording, quotation.pieces) for source in cited):
            yield from _judged(text, quotation, cited)
    for quotation in islice(everything, 1):
        what = f"more than {MOST_QUOTATIONS} quotations; those from here on were not compared"
        yield text.problem(quotation.offset, what, "move quoted material into an annex")


def nearest(quotation: Quotation, cited: Sequence[Source]) -> tuple[Closest, Source]:
    """The closest passage of all cited texts, and whose it is."""
    best = Closest("", 0.0), cited[0]
    left = MOST_WORDS
    for source in cited:
        found = closest(source.wording, quotation.words)
        if found.likeness > best[0].likeness:
            best = found, source
        left -= len(source.wording.shown)
        if left <= 0:
            break
    return best


def is_of_law(near: Closest, quotation: Quotation) -> bool:
    """Whether words are meant as a quotation of law: their paragraph calls a note, or they are like the law."""
    return bool(quotation.called or quotation.note) or near.likeness >= _ALIKE


def sources_of(letter: Letter) -> list[Source]:
    """Each note that quotes law (those that the front matter names or that have an annex, else those that read so), and
    each draft of each annex, the newest first."""
    annexes = {annex.label for annex in letter.annexes}
    texts = {note.label: plain_blocks(note.blocks) for note in letter.document.notes if note.blocks}
    notes = [
        Source(label, f"note [^{label}]", NOTE, Wording(words))
        for label, words in texts.items()
        if label in annexes or (label in letter.law if letter.law else _LAW.search(words))
    ]
    drafts = [Source(each.label, each.path, ANNEX, Wording(each.text), each) for each in reversed(letter.annexes)]
    return notes + drafts


def quotations_of(text: Prose, law: Sequence[Source]) -> Iterator[Quotation]:
    """Each quotation of some length that could be one of these texts."""
    labels = {source.label for source in law}
    with_annex = {source.label for source in law if source.kind == ANNEX}
    called = _called(text) if law else {}
    for paragraph in text.paragraphs if law else ():
        calls_of = called.get(paragraph, frozenset())
        inside = paragraph.note if paragraph.note in with_annex else ""
        if (paragraph.note in labels and not inside) or (calls_of and not calls_of & labels and not inside):
            continue
        # Without marks of notes and links, at the same places, so that neither cuts a quotation in two.
        words = _MARKS.sub(blank, text.text[paragraph.start : paragraph.end])
        for offset, quoted in _quoted(words, whole=bool(calls_of) and _BLOCK_QUOTE.match(words) is not None):
            if len(quoted.split()) >= FEWEST_WORDS:
                yield Quotation(paragraph.start + offset, html.unescape(quoted), calls_of, inside)


def _judged(text: Prose, quotation: Quotation, cited: Sequence[Source]) -> Iterator[Problem]:
    near, source = nearest(quotation, cited)
    if not is_of_law(near, quotation):
        return  # a quotation, but not of the law
    where = source.name if len(cited) == 1 or near.likeness >= _ALIKE else "the cited notes"
    what = f"quotation not word for word in {where}: “{shortened(quotation.words, 120)}”"
    yield text.problem(quotation.offset, what, _mend(near, source.kind))


def _mend(near: Closest, kind: str) -> str:
    if near.likeness < _ALIKE / 2:
        return "nothing there is like it; quote the provision, or take the quotation marks away"
    return f"the {kind} says “{shortened(near.words, _MOST_SHOWN)}”; correct the one that is wrong"


def _called(text: Prose) -> dict[Paragraph, frozenset[str]]:
    """The labels that each paragraph calls."""
    called: dict[Paragraph, set[str]] = {}
    for paragraph, mark in calls(text):
        called.setdefault(paragraph, set()).add(mark.label)
    return {paragraph: frozenset(labels) for paragraph, labels in called.items()}


def _quoted(words: str, *, whole: bool) -> Iterator[tuple[int, str]]:
    """Each quotation with its place; a block quotation is one as a whole, its first words being its place."""
    if whole:
        yield 0, _QUOTE_SIGNS.sub(" ", words)
        return
    for found in _QUOTED.finditer(words):
        group = found.lastindex or 0
        yield found.start(group), found.group(group)
