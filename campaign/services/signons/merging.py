"""Merging two sign-ons of one organisation: the plan shows both, what happens to them, and the email about it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from campaign.adapters.store import people, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import merging, opt_outs
from campaign.core.delivery.records import PlannedDelivery
from campaign.core.signatories import SignOnState
from campaign.core.signatories.domains import same_domain
from campaign.core.signons import Signer, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.board import ledger_name
from campaign.core.signons.merging import MergeOutcome, has_contact, merge_facts, merge_outcome
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.states import SIGNED
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.notices.queueing import WAVE
from campaign.services.notices.writing import Occasion, notice_writer
from campaign.services.signons.lookup import SignOnView, need_unchanged, refusal_of_change

_OFF_LISTS = (SignOnState.WITHDRAWN, SignOnState.REFUSED)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Two sign-ons of one organisation to merge."""

    target: SignOnView
    """The one that stays."""
    duplicate: SignOnView
    """The one that leaves all lists. Both keep their history."""
    outcome: MergeOutcome
    """The one that stays, after the merge."""
    rows: tuple[tuple[str, str, str, str], ...]
    """Side by side: what, of the one that stays, of the one that goes, after the merge."""
    notes: tuple[str, ...]
    """What else to know, a sentence each."""
    notice: PlannedDelivery | None
    """The email to the signer of the one that goes; None if nobody is written to."""

    @property
    def key(self) -> str:
        """The key of the target after the merge. It takes the duplicate's place in the directory if it has none."""
        return _key_after(self.target.signon, self.duplicate.signon)

    @property
    def is_in_table(self) -> bool:
        """Whether the duplicate must also be removed from the table of organisations, or the next import restores
        it."""
        return bool(self.duplicate.signon.organisation and self.target.signon.organisation)


def plan_merge(campaign: Campaign, target: SignOnView, duplicate: SignOnView) -> MergePlan:
    """Plan a merge. Raises UsageError or Refused if the two sign-ons cannot be merged."""
    _need_mergeable(target, duplicate)
    outcome = merge_outcome(target.signon, duplicate.signon, target.signer, duplicate.signer)
    numbers = campaign.store.read(versions.numbers, campaign.letter)
    notice, why = _notice(campaign, target, duplicate, outcome)
    notes = tuple(filter(None, (why, *_notes(campaign, target, duplicate, outcome))))
    return MergePlan(target, duplicate, outcome, tuple(_rows(target, duplicate, outcome, numbers)), notes, notice)


def merge(campaign: Campaign, plan: MergePlan, by: str) -> None:
    """Merge the duplicate into the target, with the notice to the duplicate's signer."""
    campaign.store.write(_merge, plan, by, campaign.now())


def _merge(db: Database, plan: MergePlan, by: str, at: dt.datetime) -> None:
    need_unchanged(db, plan.target, plan.duplicate)
    if not merging.merge(db, plan.target.signon, plan.duplicate.signon, by, at):
        raise refusal_of_change(plan.duplicate.signon)


def _need_mergeable(target: SignOnView, duplicate: SignOnView) -> None:
    remaining, other = target.signon, duplicate.signon
    if remaining.id == other.id:
        raise UsageError(f"{remaining.key} cannot be merged with itself")
    for signon in (remaining, other):
        if signon.kind is SignOnKind.PERSON:
            raise UsageError(f"{signon.key} is an individual's sign-on: only organisations can be merged")
        if signon.state in _OFF_LISTS:
            raise Refused(f"{signon.name} ({signon.key}) is {signon.state}: it is not on a list and cannot be merged")
    if other.state in SIGNED and remaining.state not in SIGNED:
        hint = f"campaign signatory merge {other.key} {remaining.key}"
        raise Refused(
            f"{remaining.name} ({remaining.key}) has not signed, but {other.key} has: the one that signed must stay",
            fix=hint,
        )


def _rows(
    target: SignOnView, duplicate: SignOnView, outcome: MergeOutcome, numbers: dict[int, int]
) -> Iterator[tuple[str, str, str, str]]:
    remaining, other = target.signon, duplicate.signon
    yield "", "stays", "goes", "after"
    yield "key", remaining.key, other.key, _key_after(remaining, other)
    yield "listed as", remaining.name, other.name, remaining.name
    yield "state", remaining.state, other.state, remaining.state
    yield "website", remaining.url, other.url, remaining.url
    yield "quote", remaining.quote, other.quote, outcome.quote
    yield (
        "agreed to",
        _version(remaining.last_agreed, numbers, objected=remaining.has_objected),
        _version(other.last_agreed, numbers, objected=other.has_objected),
        _version(outcome.agreed, numbers, objected=outcome.has_objected),
    )
    yield "contact", _person(target.signer), _person(duplicate.signer), _person(outcome.contact)


def _key_after(remaining: SignOn, other: SignOn) -> str:
    return remaining.organisation or other.organisation or remaining.key


def _version(version: int | None, numbers: dict[int, int], *, objected: bool) -> str:
    if version is None:
        return ""
    return f"version {numbers.get(version, version)}" + (", objects to a newer one" if objected else "")


def _person(signer: Signer | None) -> str:
    return ", ".join(filter(None, (signer.person, signer.address))) if signer else ""


def _notes(campaign: Campaign, target: SignOnView, duplicate: SignOnView, outcome: MergeOutcome) -> Iterator[str]:
    signer, row = duplicate.signer, campaign.store.read(_row, target.signon.organisation)
    if signer and row and same_domain(signer.address, row):
        yield f"{signer.address} is at {target.signon.name}'s own site"
    if outcome.contact_moves and signer:
        yield (
            f"{signer.person or signer.address} becomes the contact, keeps the personal link, and is told"
            " about changes to the text"
        )
        if target.signon.source is SignOnSource.IMPORT:
            yield "from then on the organisation counts as having signed; an import of the table no longer changes it"
    elif has_contact(signer) and has_contact(target.signer):
        yield "two contacts: the one of the row that stays is told about changes to the text, the other one is not"
    elif outcome.contact is None:
        yield "nobody is the contact afterwards: no email about a change of the text reaches this organisation"


def _row(db: Database, key: str) -> str:
    """The site of an organisation of the directory, "" for none."""
    return next((row.url for row in people.organisations(db) if row.key == key), "") if key else ""


def _notice(
    campaign: Campaign, target: SignOnView, duplicate: SignOnView, outcome: MergeOutcome
) -> tuple[PlannedDelivery | None, str]:
    """The email to the duplicate's signer as it would be now, and why there is none."""
    signer = duplicate.signer
    if signer is None or not signer.address:
        return None, ""
    if duplicate.signon.state not in SIGNED:
        return None, f"{signer.address} has not signed, and gets no email about the merge"
    if campaign.store.read(opt_outs.since, signer.address):
        return None, f"{signer.address} asked for no more emails, and gets none about the merge"
    holder = target.signon.id if outcome.contact_moves else duplicate.signon.id
    after = replace(target.signon, language=outcome.language, quote=outcome.quote)
    occasion = Occasion(
        NoticeKind.MERGED, after, replace(signer, signon=holder), merge_facts(duplicate.signon, outcome)
    )
    try:
        writer = notice_writer(campaign)
    except Refused as error:
        return None, f"the email to {signer.address} waits: {error.message}"
    return writer.write(occasion, WAVE, f"{ledger_name(holder)}/{NoticeKind.MERGED}", campaign.now()), ""
