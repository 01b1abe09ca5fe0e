"""Checks that quotations of law are word for word in the cited legal text.

Only quotations of five words or more are checked. A quotation in a paragraph with footnotes that quote law must be in
one of these footnotes or their annexes. In a paragraph without any footnote it is compared with all of them: if it is
similar to the law but not the same, it is wrong; if it is not similar, it is not a quotation of law. A quotation in a
footnote must be in an annex with the footnote's label.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from campaign.core.check.facts import LetterFacts
from campaign.core.check.notes import calls
from campaign.core.check.passages import MOST_WORDS, ClosestPassage, Wording, contains, find_closest
from campaign.core.check.prose import Prose, SourceParagraph, blank, shorten
from campaign.core.letters import Annex, Letter
from campaign.core.letters.tree import plain_blocks
from campaign.errors import Problem

FEWEST_WORDS = 5
# A letter has a few dozen; more would take too long to compare.
MOST_QUOTATIONS = 100
_ALIKE = 0.6
NOTE, ANNEX = "footnote", "annex"
_MOST_CHARACTERS = 300

_LAW = re.compile(
    r"\b(?:Articles?|Art\.|Artikel|Recitals?|Erwägungsgr[uü]nde?|Considérants?|paragraphs?|Absatz|Regulations?|Verordnung"
    r"|Règlement|Directives?|Richtlinie)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'“([^“”]*)”|„([^„“”"]*)[“”"]|«([^«»]*)»|»([^«»]*)«|"([^"]*)"')
_BLOCK_QUOTE = re.compile(r" {0,3}>")
_MARKS = re.compile(r"\[\^[^\[\]\n]*\]|\]\((?:[^()]++|\([^()]*+\))*\)|!?\[(?=[^\[\]]*+\]\()")
_LEFT_OUT = re.compile(r"\[[^\[\]]*\]|…|\.{3}")
_QUOTE_SIGNS = re.compile(r"^[ \t]*>[ >]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LawSource:
    """A text that may be quoted: a footnote, or an annex."""

    label: str
    """Label of the footnote, or of the one that the annex belongs to."""
    name: str
    """The footnote or the annex's path, for messages."""
    kind: str
    """NOTE or ANNEX."""
    wording: Wording
    draft: Annex | None = None
    """The annex; None for a footnote."""
    is_named: bool = True
    """Whether the author says that it quotes law: an annex, or a footnote that the front matter names or that has an
    annex. Otherwise it only has words such as "Article"."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a letter."""

    offset: int
    words: str
    note_labels: frozenset[str]
    """Labels of the footnotes in its paragraph."""
    note: str = ""
    """Label of the footnote that it is in; "" in the body and in a footnote without an annex."""

    @property
    def pieces(self) -> list[str]:
        return [piece for piece in _LEFT_OUT.split(self.words) if re.search(r"\w", piece)]

    def possible_sources(self, sources: Sequence[LawSource]) -> list[LawSource]:
        """Return the texts that it may quote: its footnote's annexes, or else the paragraph's footnotes, or all."""
        own = [source for source in sources if source.label == self.note and source.kind == ANNEX]
        return own or [source for source in sources if source.label in self.note_labels] or list(sources)


def quotations(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report quotations of law that are not word for word in the cited text."""
    law = law_sources(letter)
    everything = quotations_of(text, law)
    for quotation in islice(everything, MOST_QUOTATIONS):
        cited = quotation.possible_sources(law)
        if not any(contains(source.wording, quotation.pieces) for source in cited):
            yield from _check_quotation(text, quotation, cited)
    for quotation in islice(everything, 1):
        what = f"more than {MOST_QUOTATIONS} quotations; from here on they are not checked"
        yield text.problem(quotation.offset, what, "move quoted material into an annex")


def find_nearest(quotation: Quotation, cited: Sequence[LawSource]) -> tuple[ClosestPassage, LawSource]:
    """Find the closest passage in all cited texts, and its source."""
    best = ClosestPassage("", 0.0), cited[0]
    left = MOST_WORDS
    for source in cited:
        passage = find_closest(source.wording, quotation.words)
        if passage.likeness > best[0].likeness:
            best = passage, source
        left -= len(source.wording.words)
        if left <= 0:
            break
    return best


def quotes_law(near: ClosestPassage, quotation: Quotation) -> bool:
    """Whether a quotation is one of law: its paragraph has a footnote, or its words are similar to the law."""
    return bool(quotation.note_labels or quotation.note) or near.likeness >= _ALIKE


def law_sources(letter: Letter) -> list[LawSource]:
    """Return each footnote that quotes law, and each draft of each annex, the newest first.

    A footnote quotes law if the front matter names it or it has an annex. If the front matter names none, those with
    words such as "Article" count too.
    """
    annexes = {annex.label for annex in letter.annexes}
    texts = {note.label: plain_blocks(note.blocks) for note in letter.document.notes if note.blocks}
    notes = [
        LawSource(label, f"footnote [^{label}]", NOTE, Wording(words), is_named=label in annexes or label in letter.law)
        for label, words in texts.items()
        if label in annexes or (label in letter.law if letter.law else _LAW.search(words))
    ]
    drafts = [
        LawSource(annex.label, annex.path, ANNEX, Wording(annex.text), annex) for annex in reversed(letter.annexes)
    ]
    return notes + drafts


def quotations_of(text: Prose, law: Sequence[LawSource]) -> Iterator[Quotation]:
    """Yield each quotation of five words or more that may quote one of these texts."""
    labels = {source.label for source in law}
    with_annex = {source.label for source in law if source.kind == ANNEX}
    called = _labels_by_paragraph(text) if law else {}
    for paragraph in text.paragraphs if law else ():
        note_labels = called.get(paragraph, frozenset())
        inside = paragraph.note if paragraph.note in with_annex else ""
        if (paragraph.note in labels and not inside) or (note_labels and not note_labels & labels and not inside):
            continue
        # Blank out footnote marks and links in place, so that neither splits a quotation.
        words = _MARKS.sub(blank, text.text[paragraph.start : paragraph.end])
        for offset, quoted in _find_quoted(words, whole=bool(note_labels) and _BLOCK_QUOTE.match(words) is not None):
            if len(quoted.split()) >= FEWEST_WORDS:
                yield Quotation(paragraph.start + offset, html.unescape(quoted), note_labels, inside)


def _check_quotation(text: Prose, quotation: Quotation, cited: Sequence[LawSource]) -> Iterator[Problem]:
    near, source = find_nearest(quotation, cited)
    if not quotes_law(near, quotation):
        return  # a quotation, but not of the law
    if near.likeness < _ALIKE and not any(candidate.is_named for candidate in cited):
        return  # the footnote names an act and may well be about something else
    where = source.name if len(cited) == 1 or near.likeness >= _ALIKE else "the cited footnotes"
    what = f"quotation not word for word in {where}: “{shorten(quotation.words, 120)}”"
    yield text.problem(quotation.offset, what, _fix(near, source.kind))


def _fix(near: ClosestPassage, kind: str) -> str:
    if near.likeness < _ALIKE / 2:
        return "nothing there is similar; quote the provision, or remove the quotation marks"
    return f"the {kind} says “{shorten(near.words, _MOST_CHARACTERS)}”; correct the one that is wrong"


def _labels_by_paragraph(text: Prose) -> dict[SourceParagraph, frozenset[str]]:
    """Return the labels of the footnotes in each paragraph."""
    called: dict[SourceParagraph, set[str]] = {}
    for paragraph, mark in calls(text):
        called.setdefault(paragraph, set()).add(mark.label)
    return {paragraph: frozenset(labels) for paragraph, labels in called.items()}


def _find_quoted(words: str, *, whole: bool) -> Iterator[tuple[int, str]]:
    """Yield each quotation with its offset. A block quotation is one quotation, from its start."""
    if whole:
        yield 0, _QUOTE_SIGNS.sub(" ", words)
        return
    for match in _QUOTED.finditer(words):
        group = match.lastindex or 0
        yield match.start(group), match.group(group)
