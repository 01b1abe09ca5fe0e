"""Whether what a letter quotes still stands in the newest draft of the law: does its ask still bite?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from campaign.core.check import quotations
from campaign.core.check.facts import Facts
from campaign.core.check.passages import holds
from campaign.core.check.prose import Prose, prose
from campaign.core.letters import Annex, Letter
from campaign.errors import Problem


@dataclass(frozen=True, slots=True)
class Standing:
    """A quotation of the letter beside the newest draft of a provision.

    `line` counts from 1. `stands` is whether the draft has it word for word, `closest` the draft's passage most like
    it, `likeness` 0 to 1. `stood_in` are the older drafts that have it, the oldest first.
    """

    label: str
    path: str
    line: int
    words: str
    newest: Annex
    stands: bool
    closest: str
    likeness: float
    stood_in: tuple[Annex, ...]


def standings(letter: Letter) -> tuple[Standing, ...]:
    """Each quotation of the body against the annexes that it cites, in the order of lines.

    Words in quotation marks that are like no draft, in a paragraph that calls no note, are no quotation of law.
    """
    return _standings(prose(letter), letter)


def superseded(text: Prose, letter: Letter, facts: Facts) -> Iterator[Problem]:
    """Warning: a quotation that an older draft has word for word, and the newest no more."""
    for each in _standings(text, letter):
        if each.stood_in and not each.stands:
            what = f"the quotation stands in {each.stood_in[-1].path}, no longer in {each.newest.path}"
            yield Problem(each.path, each.line, what, "see what became of it: campaign letter law")


def _standings(text: Prose, letter: Letter) -> tuple[Standing, ...]:
    law = [source for source in quotations.sources_of(letter) if source.kind == quotations.ANNEX]
    return tuple(
        standing
        for quotation in islice(quotations.quotations_of(text, law), quotations.MOST_QUOTATIONS)
        if not quotation.note
        for standing in _of(quotation, law, letter.path, text.line(quotation.offset))
    )


def _of(quotation: quotations.Quotation, law: list[quotations.Source], path: str, line: int) -> Iterator[Standing]:
    cited = quotation.cited(law)
    near, source = quotations.nearest(quotation, cited)
    holding = [each for each in cited if holds(each.wording, quotation.pieces)]
    label = holding[0].label if holding else source.label
    drafts = [each for each in cited if each.label == label]
    if not holding and not quotations.is_of_law(near, quotation):
        return
    newest = drafts[0]
    passage, _ = quotations.nearest(quotation, drafts[:1])
    assert newest.draft is not None  # every annex is a draft of its own
    yield Standing(
        label=label,
        path=path,
        line=line,
        words=" ".join(quotation.words.split()),
        newest=newest.draft,
        stands=newest in holding,
        closest=passage.words,
        likeness=passage.likeness,
        stood_in=tuple(each.draft for each in reversed(drafts[1:]) if each in holding and each.draft),
    )
