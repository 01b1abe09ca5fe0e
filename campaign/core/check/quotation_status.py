"""Compares a letter's quotations with the newest draft of the law."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from campaign.core.check import quotations
from campaign.core.check.facts import LetterFacts
from campaign.core.check.passages import contains
from campaign.core.check.prose import Prose, prose
from campaign.core.letters import Annex, Letter
from campaign.errors import Problem


@dataclass(frozen=True, slots=True)
class QuotationStatus:
    """A quotation of the letter, compared with the newest draft of a provision."""

    label: str
    """Label of the annex."""
    path: str
    """The letter's file."""
    line: int
    """Line of the quotation, from 1."""
    words: str
    newest: Annex
    """The newest draft."""
    is_current: bool
    """Whether the newest draft has the quotation word for word."""
    closest: str
    """The most similar passage of the newest draft."""
    likeness: float
    """Similarity of that passage: 0 (nothing in common) to 1 (the same)."""
    older_drafts: tuple[Annex, ...]
    """The older drafts that have the quotation word for word, the oldest first."""


def quotation_statuses(letter: Letter) -> tuple[QuotationStatus, ...]:
    """Compare each quotation of body and footnotes with the annexes that it cites, in the order of lines.

    A quotation that is not similar to any draft, in a paragraph without footnotes, is not one of law and is left out.
    """
    return _statuses(prose(letter), letter)


def superseded_quotations(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of a quotation that an older draft has word for word and the newest does not."""
    for quotation in _statuses(text, letter):
        if quotation.older_drafts and not quotation.is_current:
            what = f"the quotation is in {quotation.older_drafts[-1].path}, but no longer in {quotation.newest.path}"
            yield Problem(quotation.path, quotation.line, what, "compare the drafts: campaign letter law")


def _statuses(text: Prose, letter: Letter) -> tuple[QuotationStatus, ...]:
    law = [source for source in quotations.law_sources(letter) if source.kind == quotations.ANNEX]
    return tuple(
        quotation_state
        for quotation in islice(quotations.quotations_of(text, law), quotations.MOST_QUOTATIONS)
        for quotation_state in _status_of(quotation, law, letter.path, text.line(quotation.offset))
    )


def _status_of(
    quotation: quotations.Quotation, law: list[quotations.LawSource], path: str, line: int
) -> Iterator[QuotationStatus]:
    cited = quotation.possible_sources(law)
    near, source = quotations.find_nearest(quotation, cited)
    holding = [source for source in cited if contains(source.wording, quotation.pieces)]
    label = holding[0].label if holding else source.label
    drafts = [source for source in cited if source.label == label]
    if not holding and not quotations.quotes_law(near, quotation):
        return
    newest = drafts[0]
    passage, _ = quotations.find_nearest(quotation, drafts[:1])
    assert newest.draft is not None  # each source of kind ANNEX has one
    yield QuotationStatus(
        label=label,
        path=path,
        line=line,
        words=" ".join(quotation.words.split()),
        newest=newest.draft,
        is_current=newest in holding,
        closest=passage.words,
        likeness=passage.likeness,
        older_drafts=tuple(source.draft for source in reversed(drafts[1:]) if source in holding and source.draft),
    )
