"""Quoted law: what stands in quotation marks stands in the cited legal text, word for word.

Only quotations of some length are looked at; short ones are words used, not words quoted. A paragraph that calls
notes with law is held against these. One that calls no note at all is held against every note with law: where its
quotation is like the law but not the same it is wrong, and where it is not like it, it is no quotation of it.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from campaign.check.facts import Facts
from campaign.check.notes import calls
from campaign.check.passages import MOST_WORDS, Closest, Wording, closest, holds
from campaign.check.prose import Paragraph, Prose, shortened
from campaign.errors import Problem
from campaign.letters import Letter
from campaign.letters.tree import plain_blocks

FEWEST_WORDS = 5
# A letter has some dozens; beyond this the comparing would take longer than the reading.
MOST_QUOTATIONS = 100
_ALIKE = 0.6
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
class _Quotation:
    """Words quoted, where, and the labels of the notes that their paragraph calls."""

    offset: int
    words: str
    called: frozenset[str]

    @property
    def pieces(self) -> list[str]:
        return [piece for piece in _LEFT_OUT.split(self.words) if re.search(r"\w", piece)]


def quotations(text: Prose, letter: Letter, facts: Facts) -> Iterator[Problem]:
    """Quotations of law that the cited text does not hold word for word."""
    law = _law(letter)
    if not law:
        return
    everything = _quotations(text, law)
    for quotation in islice(everything, MOST_QUOTATIONS):
        cited = sorted(quotation.called & law.keys()) or sorted(law)
        if not any(holds(law[label], quotation.pieces) for label in cited):
            yield from _judged(text, quotation, {label: law[label] for label in cited})
    for quotation in islice(everything, 1):
        what = f"more than {MOST_QUOTATIONS} quotations; those from here on were not compared"
        yield text.problem(quotation.offset, what, "move quoted material into an annex")


def _judged(text: Prose, quotation: _Quotation, cited: dict[str, Wording]) -> Iterator[Problem]:
    near, label = _nearest(quotation, cited)
    if near.likeness < _ALIKE and not quotation.called:
        return  # a quotation, but not of the law
    where = f"note [^{label}]" if len(cited) == 1 or near.likeness >= _ALIKE else "the cited notes"
    what = f"quotation not word for word in {where}: “{shortened(quotation.words, 120)}”"
    yield text.problem(quotation.offset, what, _mend(near, label))


def _nearest(quotation: _Quotation, cited: dict[str, Wording]) -> tuple[Closest, str]:
    """The closest passage of all cited notes, and the label of its note."""
    best = Closest("", 0.0), next(iter(cited))
    left = MOST_WORDS
    for label, wording in cited.items():
        found = closest(wording, quotation.words)
        if found.likeness > best[0].likeness:
            best = found, label
        left -= len(wording.shown)
        if left <= 0:
            break
    return best


def _mend(near: Closest, label: str) -> str:
    if near.likeness < _ALIKE / 2:
        return "nothing there is like it; quote the provision, or take the quotation marks away"
    return f"the note says “{shortened(near.words, _MOST_SHOWN)}”; correct the one that is wrong"


def _law(letter: Letter) -> dict[str, Wording]:
    """The text of each note that quotes law, by label: those that the front matter names, else those that read so."""
    texts = {note.label: plain_blocks(note.blocks) for note in letter.document.notes if note.blocks}
    return {
        label: Wording(words)
        for label, words in texts.items()
        if (label in letter.law if letter.law else _LAW.search(words))
    }


def _quotations(text: Prose, law: dict[str, Wording]) -> Iterator[_Quotation]:
    called = _called(text)
    for paragraph in text.paragraphs:
        labels = called.get(paragraph, frozenset())
        if paragraph.note in law or (labels and not labels & law.keys()):
            continue
        # Without marks of notes and links, at the same places, so that neither cuts a quotation in two.
        words = _MARKS.sub(_blank, text.text[paragraph.start : paragraph.end])
        for offset, quoted in _quoted(words, whole=bool(labels) and _BLOCK_QUOTE.match(words) is not None):
            if len(quoted.split()) >= FEWEST_WORDS:
                yield _Quotation(paragraph.start + offset, html.unescape(quoted), labels)


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


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
