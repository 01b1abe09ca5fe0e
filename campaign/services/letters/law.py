"""The drafts of the law that a letter quotes: their differences, and whether the quotations are still current."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.files import folder as folders
from campaign.core.check.quotation_status import QuotationStatus, quotation_statuses
from campaign.core.letters import Annex
from campaign.core.letters.comparable import annex_document
from campaign.core.letters.redline import redline
from campaign.core.letters.tree import Document
from campaign.errors import Problem, UsageError
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of the law in one language."""

    label: str
    """The label of the footnotes that cite it."""
    language: str
    drafts: tuple[Annex, ...]
    """Its drafts, the oldest first; at least one."""
    quotations: tuple[QuotationStatus, ...]
    """The letter's quotations of it, compared with the newest draft."""

    @property
    def is_current(self) -> bool | None:
        """Whether the newest draft has all quotations word for word; None without quotations."""
        return all(quotation.is_current for quotation in self.quotations) if self.quotations else None


@dataclass(frozen=True, slots=True)
class Law:
    """The annexes of a letter, in all languages, with the problems in their form."""

    annexes: tuple[Annex, ...]
    problems: tuple[Problem, ...]
    quotations: tuple[QuotationStatus, ...]
    """The quotations of them in all texts of the letter."""

    def provisions(self, label: str = "") -> tuple[Provision, ...]:
        """Group the annexes by provision; with a label, only its provisions. Raises UsageError if there are none."""
        drafts: dict[tuple[str, str], list[Annex]] = {}
        for annex in sorted(self.annexes, key=lambda annex: annex.order):
            if label in ("", annex.label):
                drafts.setdefault((annex.label, annex.language), []).append(annex)
        if not drafts:
            labels = (
                ", ".join(sorted({annex.label for annex in self.annexes}))
                or "none yet; write one as annex.LABEL.md beside the letter"
            )
            raise UsageError(f"there is no annex {label}".rstrip(), fix=f"annexes: {labels}")
        return tuple(Provision(*key, tuple(annexes), self._quotations_of(*key)) for key, annexes in drafts.items())

    def _quotations_of(self, label: str, language: str) -> tuple[QuotationStatus, ...]:
        return tuple(
            quotation
            for quotation in self.quotations
            if (quotation.label, quotation.newest.language) == (label, language)
        )


@dataclass(frozen=True, slots=True)
class DraftComparison:
    """Two drafts of a provision, and a redline of them."""

    older: Annex
    newer: Annex
    redline: Document


def read_law(campaign: Campaign) -> Law:
    """Read the annexes of the campaign's letter. Raises FolderError if a file cannot be read."""
    annexes, problems = folders.read_annexes(campaign.folder, campaign.letter)
    letters = folders.read_letters(campaign.folder, campaign.letter)[0]
    return Law(annexes, problems, tuple(quoted for letter in letters.values() for quoted in quotation_statuses(letter)))


def compare_drafts(provision: Provision, since: dt.date | None, until: dt.date | None) -> DraftComparison | None:
    """Compare the drafts of two days: by default the newest (`until`) with the one before it (`since`).

    Returns None if there is no earlier draft. Raises UsageError if there is no draft of a given day.
    """
    drafts = provision.drafts
    newer = _of_day(drafts, until) if until else drafts[-1]
    older = _of_day(drafts, since) if since else None
    before = drafts[: drafts.index(newer)]
    if older is None and before:
        older = before[-1]
    return DraftComparison(older, newer, redline(annex_document(older), annex_document(newer))) if older else None


def _of_day(drafts: tuple[Annex, ...], day: dt.date) -> Annex:
    for draft in drafts:
        if draft.draft == day:
            return draft
    days = ", ".join(str(draft.draft or "undated") for draft in drafts)
    raise UsageError(f"{drafts[0].label}: there is no draft of {day}", fix=f"drafts: {days}")
