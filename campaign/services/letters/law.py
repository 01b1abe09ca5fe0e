"""The drafts of the law beside a letter: what changed between two, and whether the letter's quotations still stand."""

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
    """What the letter quotes of it, beside the newest draft."""

    @property
    def is_current(self) -> bool | None:
        """Whether the newest draft has all quotations word for word; None where there are none."""
        return all(quotation.is_current for quotation in self.quotations) if self.quotations else None


@dataclass(frozen=True, slots=True)
class Law:
    """The annexes of a letter, in all languages, with what is wrong with their form."""

    annexes: tuple[Annex, ...]
    problems: tuple[Problem, ...]
    quotations: tuple[QuotationStatus, ...]
    """What the letter quotes of them, in all its texts."""

    def provisions(self, label: str = "") -> tuple[Provision, ...]:
        """Each provision; with a label, those of this label alone. Raises UsageError when there are none."""
        drafts: dict[tuple[str, str], list[Annex]] = {}
        for annex in sorted(self.annexes, key=lambda annex: annex.order):
            if label in ("", annex.label):
                drafts.setdefault((annex.label, annex.language), []).append(annex)
        if not drafts:
            labels = ", ".join(sorted({annex.label for annex in self.annexes})) or "none yet; write annex.LABEL.md"
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
    """Two drafts of a provision, and the newer one with its changes marked."""

    older: Annex
    newer: Annex
    redline: Document


def read_law(campaign: Campaign) -> Law:
    """The law beside the campaign's letter. Raises FolderError for a file that cannot be read."""
    annexes, problems = folders.read_annexes(campaign.folder, campaign.letter)
    letters = folders.read_letters(campaign.folder, campaign.letter)[0]
    return Law(annexes, problems, tuple(quoted for letter in letters.values() for quoted in quotation_statuses(letter)))


def compare_drafts(provision: Provision, since: dt.date | None, until: dt.date | None) -> DraftComparison | None:
    """The drafts of two days. Without `until` the newest, without `since` the one before; None where there is only one.

    Raises UsageError when there is no draft of a day.
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
