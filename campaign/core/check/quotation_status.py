"""Whether what a letter quotes still stands in the newest draft of the law: does its ask still bite?"""

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
    """A quotation of the letter beside the newest draft of a provision.

    `line` counts from 1. `stands` is whether the draft has it word for word, `closest` the draft's passage most like
    it, `likeness` 0 to 1. `stood_in` are the older drafts that have it, the oldest first.
    """

    label: str
    path: str
    line: int
    words: str
    newest: Annex
    is_current: bool
    closest: str
    likeness: float
    older_drafts: tuple[Annex, ...]


def quotation_statuses(letter: Letter) -> tuple[QuotationStatus, ...]:
    """Each quotation of the body against the annexes that it cites, in the order of lines.

    Words in quotation marks that are like no draft, in a paragraph that calls no note, are no quotation of law.
    """
    return _statuses(prose(letter), letter)


def superseded_quotations(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warning: a quotation that an older draft has word for word, and the newest no more."""
    for quotation in _statuses(text, letter):
        if quotation.older_drafts and not quotation.is_current:
            what = f"the quotation stands in {quotation.older_drafts[-1].path}, no longer in {quotation.newest.path}"
            yield Problem(quotation.path, quotation.line, what, "see what became of it: campaign letter law")


def _statuses(text: Prose, letter: Letter) -> tuple[QuotationStatus, ...]:
    law = [source for source in quotations.law_sources(letter) if source.kind == quotations.ANNEX]
    return tuple(
        standing
        for quotation in islice(quotations.quotations_of(text, law), quotations.MOST_QUOTATIONS)
        if not quotation.note
        for standing in _status_of(quotation, law, letter.path, text.line(quotation.offset))
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
    assert newest.draft is not None  # every annex is a draft of its own
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
