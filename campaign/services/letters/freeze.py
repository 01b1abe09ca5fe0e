"""Freezing a letter: its bytes and their digest kept for good, under the name of what it is to the version before."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.files import folder as folders
from campaign.adapters.store import versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import text_changes
from campaign.core.check.changes import Comparison, compare, reasons_against
from campaign.core.letters import Version, VersionKind, digest_of, letters_of, texts_of
from campaign.core.letters.version import NewVersion, VersionText
from campaign.core.settings.kinds import InvalidValue
from campaign.core.settings.times import MOMENT, instant
from campaign.core.signons.change import ChangePolicy
from campaign.errors import LetterError, Problem, ProblemsFound, Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.letters.check import check_texts

_LOOK_AGAIN = "look again: campaign letter diff"


@dataclass(frozen=True, slots=True)
class FreezePlan:
    """What freezing a letter would do, and what stands against it: the folder's text beside the newest version."""

    letter: str
    """The letter's name."""
    texts: tuple[VersionText, ...]
    """What would be kept, one text per language; none where the folder has none."""
    digest: str
    """The SHA-256 of these texts, in hex."""
    previous: Version | None
    """The newest version; None when this would be the first."""
    comparison: Comparison
    """What changed since that version; every language is added when there is none."""
    signatures: int
    """How many have signed that version. They are told or asked, as the decision says."""
    problems: tuple[Problem, ...]
    """What the checks find. A person may decide to freeze all the same."""
    unreadable: tuple[Problem, ...]
    """Those of the problems, in front matter and annexes, that no decision gets around."""

    @property
    def is_frozen(self) -> bool:
        """Whether the newest version holds this very text, so that there is nothing to do."""
        return self.previous is not None and self.previous.digest == self.digest


@dataclass(frozen=True, slots=True)
class Naming:
    """What a person calls a version. `kind` is None for the first one, which is always FIRST; `added_language` goes
    with Kind.LANGUAGE; `despite_substance` keeps a correction one although the text says otherwise."""

    kind: VersionKind | None = None
    added_language: str = ""
    despite_substance: bool = False


@dataclass(frozen=True, slots=True)
class SignatoryDecision:
    """How those who signed the version before are dealt with. `until` (aware UTC) goes with Way.WINDOW alone."""

    policy: ChangePolicy
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class FreezeDecision:
    """What the person who freezes says."""

    message: str
    """What was agreed, and by whom."""
    naming: Naming = Naming()
    """What the version is to the one before."""
    signatories: SignatoryDecision | None = None
    """How the signatories are dealt with; needed once somebody has signed the version before."""
    despite_problems: bool = False
    """Whether it is frozen although the checks find problems."""


def plan_freeze(campaign: Campaign) -> FreezePlan:
    """What freezing the campaign's letter would do now. Raises FolderError for a file that cannot be read."""
    name = campaign.letter
    letters, unreadable = folders.read_letters(campaign.folder, name)
    problems = check_texts(campaign, name, letters, unreadable).problems
    store = campaign.store
    before = store.read(versions.latest, name)
    frozen = letters_of(store.read(versions.texts, before.id)) if before else {}
    texts = texts_of(letters)
    return FreezePlan(
        letter=name,
        texts=texts,
        digest=digest_of(texts),
        previous=before,
        comparison=compare(frozen, letters),
        signatures=store.read(_count_signatures, name, before),
        problems=problems,
        unreadable=unreadable,
    )


def check_plan(plan: FreezePlan, *, despite_problems: bool) -> None:
    """Refuse a plan that cannot be carried out, whatever the version is called.

    Raises Refused for problems, ProblemsFound for those that no decision gets around, LetterError when there is no
    text.
    """
    if plan.problems and not despite_problems:
        raise Refused(
            f"letters/{plan.letter}: not frozen, {len(plan.problems)} problems above",
            fix="mend them, or freeze with --despite-problems",
        )
    if plan.unreadable:
        what = f"letters/{plan.letter}: not frozen"
        raise ProblemsFound(what, problems=plan.unreadable, fix="campaign letter check")
    if not plan.texts:
        raise LetterError(f"letters/{plan.letter}: there is no text to freeze", fix="write letter.en.md first")


def parse_signatory_decision(campaign: Campaign, policy: str, until: str) -> SignatoryDecision | None:
    """A person's choice as a value; None where nothing is chosen. `until` is a local time in the campaign's zone.

    Raises UsageError for a time that cannot be read or that goes with no way.
    """
    if not policy:
        if until:
            raise UsageError("--until goes with --signatories window")
        return None
    try:
        moment = instant(MOMENT.read(until), campaign.settings.campaign.zone) if until else None
    except (InvalidValue, ValueError) as error:
        raise UsageError(f"--until {until}: this is no time of ours", fix=str(error) or MOMENT.expected) from None
    return SignatoryDecision(ChangePolicy(policy), moment)


def freeze(campaign: Campaign, plan: FreezePlan, decision: FreezeDecision) -> Version:
    """Keep the text of the plan as the letter's next version; for text that is frozen already, gives its version.

    Raises UsageError for a kind or a way that is missing or of no use, Refused for one that the text contradicts, and
    for a stale plan: the text changed, another version was frozen, somebody signed or withdrew. And what `check_plan`
    raises.
    """
    check_plan(plan, despite_problems=decision.despite_problems)
    if digest_of(texts_of(folders.read_letters(campaign.folder, plan.letter)[0])) != plan.digest:
        raise Refused("not frozen: the text changed while it was shown", fix=_LOOK_AGAIN)
    if plan.previous and plan.is_frozen:
        return plan.previous
    kind = _choose_kind(plan, decision.naming)
    now = campaign.now()
    _check_policy(plan.signatures, decision.signatories, now)
    return campaign.store.write(_store_version, plan, decision, kind, now)


def _store_version(
    db: Database, plan: FreezePlan, decision: FreezeDecision, kind: VersionKind, now: dt.datetime
) -> Version:
    """Within one transaction: see that the plan still holds, and keep the version."""
    newest = versions.latest(db, plan.letter)
    if newest != plan.previous:
        number = newest.number if newest else 0
        raise Refused(f"not frozen: version {number} was frozen meanwhile", fix=_LOOK_AGAIN)
    signed = _count_signatures(db, plan.letter, newest)
    if signed != plan.signatures:
        raise Refused(
            f"not frozen: {signed} have signed version {newest.number if newest else 0} by now, {plan.signatures} when it "
            "was shown",
            fix="look again, and freeze again",
        )
    chosen = decision.signatories if signed else None
    language = decision.naming.added_language
    new = NewVersion(plan.letter, plan.digest, plan.texts, decision.message, now, kind, language)
    return text_changes.freeze(db, new, chosen.policy, chosen.until) if chosen else text_changes.freeze(db, new)


def _count_signatures(db: Database, letter: str, version: Version | None) -> int:
    return text_changes.count_under(db, letter, version.id) if version else 0


def _check_policy(signed: int, chosen: SignatoryDecision | None, now: dt.datetime) -> None:
    if not signed:
        return
    if chosen is None:
        raise UsageError(
            f"not frozen: {signed} have signed the version before; say how they are dealt with",
            fix='--signatories correction (they are told), window with --until "YYYY-MM-DD HH:MM", or ask',
        )
    if (chosen.policy is ChangePolicy.WINDOW) != (chosen.until is not None):
        raise UsageError("a time until when they may object goes with --signatories window, and only with it")
    if chosen.until is not None and chosen.until <= now:
        raise UsageError("the time until when they may object has passed", fix="give a later one with --until")


def _choose_kind(plan: FreezePlan, naming: Naming) -> VersionKind:
    kind = naming.kind
    if plan.previous is None:
        if kind is not None:
            raise UsageError("the first version is neither a correction nor a change", fix="leave its kind away")
        return VersionKind.FIRST
    if kind is None:
        raise UsageError("not frozen: say what the change is", fix="--correction, --substance or --language LANGUAGE")
    reasons = reasons_against(kind, plan.comparison, naming.added_language)
    if reasons and not (kind is VersionKind.CORRECTION and naming.despite_substance):
        called = "a correction" if kind is VersionKind.CORRECTION else "a new language"
        raise Refused(f"not frozen as {called}: {'; '.join(reasons)}", fix=_way_out(kind))
    return kind


def _way_out(kind: VersionKind) -> str:
    if kind is VersionKind.CORRECTION:
        return "freeze with --substance, or with --correction --despite-substance when it is one all the same"
    return "freeze what else changed first, with --correction or --substance"
