"""Freezes a letter as a version, and decides what that means for those who signed the previous version."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from campaign.adapters.files import folder as folders
from campaign.adapters.store import signons, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import text_changes
from campaign.adapters.store.signons.text_changes import ConcernedSigner
from campaign.core.check.changes import Comparison, compare, reasons_against
from campaign.core.languages.in_english import count_of
from campaign.core.letters import Version, VersionKind, digest_of, letters_of, texts_of
from campaign.core.letters.version import NewVersion, VersionText
from campaign.core.settings.kinds import InvalidValue
from campaign.core.settings.times import MOMENT, instant
from campaign.core.signatories import SignOnState
from campaign.core.signons.board import ledger_name
from campaign.core.signons.change import ChangePolicy, VersionChange
from campaign.core.signons.notice import NoticeKind
from campaign.errors import LetterError, Problem, ProblemsFound, Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.letters.check import check_texts
from campaign.services.notices.writing import NoticeWriter, Occasion
from campaign.services.signons.decision_mail import DecisionMail, mail_about
from campaign.services.waves.letter_state import read_letter_state

_NO_VERSION_YET = 2**62  # greater than every id: the one that would be frozen
_LOOK_AGAIN = "look at the changes again: campaign letter diff"


@dataclass(frozen=True, slots=True)
class FreezePlan:
    """What freezing a letter would do, and what prevents it."""

    letter: str
    """The letter's name."""
    texts: tuple[VersionText, ...]
    """The texts that would be frozen, one per language; empty if the folder has none."""
    digest: str
    """The digest of these texts, SHA-256 in hex."""
    previous: Version | None
    """The newest version; None if this would be the first."""
    comparison: Comparison
    """What changed since that version. Without one, every language is added."""
    signatures: int
    """Number of sign-ons to any version. Their signers are notified or asked, as decided."""
    problems: tuple[Problem, ...]
    """What the checks find, besides `changes`. A person may decide to freeze nevertheless."""
    unreadable: tuple[Problem, ...]
    """The problems in front matter and annexes that prevent freezing in any case."""
    changes: tuple[Problem, ...] = ()
    """Comments, and changes outside an amendment. A person may decide to freeze with them."""
    drafting: tuple[Problem, ...] = ()
    """Of the problems, what only editors should see: DRAFT, TODO, a second greeting."""

    @property
    def is_frozen(self) -> bool:
        """Whether the newest version has exactly this text, so that there is nothing to freeze."""
        return self.previous is not None and self.previous.digest == self.digest


@dataclass(frozen=True, slots=True)
class Naming:
    """The kind of version that a person declares."""

    kind: VersionKind | None = None
    """None for the first version, which is always FIRST."""
    added_language: str = ""
    """The new language, for the kind LANGUAGE only."""
    despite_substance: bool = False
    """Whether to accept a correction that the text contradicts."""


@dataclass(frozen=True, slots=True)
class SignatoryDecision:
    """What the change means for those who signed the previous version. `until` (aware UTC) is for WINDOW only."""

    policy: ChangePolicy
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class FreezeDecision:
    """The decision of the person who freezes."""

    message: str
    """What was agreed, and by whom."""
    naming: Naming = Naming()
    """The kind of the version."""
    signatories: SignatoryDecision | None = None
    """What the change means for signatories; needed if somebody has signed the previous version."""
    despite_problems: bool = False
    """Whether to freeze although the checks find problems."""
    with_changes: bool = False
    """Whether to freeze with comments, and with changes outside an amendment."""


def plan_freeze(campaign: Campaign) -> FreezePlan:
    """Plan freezing the campaign's letter. Raises FolderError if a file cannot be read."""
    name = campaign.letter
    letters, unreadable = folders.read_letters(campaign.folder, name)
    checks = check_texts(campaign, name, letters, unreadable)
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
        problems=tuple(problem for problem in checks.problems if problem not in checks.changes),
        unreadable=unreadable,
        changes=checks.changes,
        drafting=checks.drafting,
    )


def open_problems(plan: FreezePlan, *, despite_problems: bool, with_changes: bool) -> tuple[Problem, ...]:
    """Return what prevents a plan, given what a person accepts, in the order of lines."""
    problems = () if despite_problems else plan.problems
    changes = () if with_changes else plan.changes
    return tuple(sorted((*problems, *changes), key=lambda problem: (problem.path, problem.line or 0)))


def check_plan(plan: FreezePlan, *, despite_problems: bool, with_changes: bool = False) -> None:
    """Raise an error for a plan that cannot be carried out, whatever the kind of the version.

    Raises Refused for problems; ProblemsFound for what is only for drafting, and for problems that prevent freezing in
    any case; LetterError if there is no text.
    """
    if plan.changes and not with_changes:
        what = count_of(len(plan.changes), "undecided change")
        raise ProblemsFound(
            f"letters/{plan.letter}: not frozen, see {what} above",
            fix="accept or reject them and remove comments, or freeze with --with-changes",
        )
    if plan.drafting and not despite_problems:
        raise ProblemsFound(
            f"letters/{plan.letter}: not frozen, see {count_of(len(plan.problems), 'problem')} above",
            fix="remove what is only for drafting, or freeze with --despite-problems",
        )
    if plan.problems and not despite_problems:
        raise Refused(
            f"letters/{plan.letter}: not frozen, see {count_of(len(plan.problems), 'problem')} above",
            fix="fix them, or freeze with --despite-problems",
        )
    if plan.unreadable:
        what = f"letters/{plan.letter}: not frozen"
        raise ProblemsFound(what, problems=plan.unreadable, fix="run campaign letter check")
    if not plan.texts:
        raise LetterError(f"letters/{plan.letter}: there is no text to freeze", fix="write letter.en.md first")


@dataclass(frozen=True, slots=True)
class FreezeImpact:
    """What freezing would do to those who have signed, before anything is kept."""

    mails: Mapping[ChangePolicy, int]
    """How many signers get an email, by what it is about."""
    without_mail: tuple[str, ...]
    """The listed signatories that get none: no address is known, or it asked for no more emails."""
    leaves_page: bool
    """Whether the public page goes on showing the text before, until the signatories have decided."""

    @property
    def number(self) -> int:
        """The number of emails, which a person types to confirm."""
        return sum(self.mails.values())


def freeze_impact(campaign: Campaign, plan: FreezePlan, decision: SignatoryDecision | None) -> FreezeImpact:
    """What the decision means for the signatories, counted now. Stores nothing."""
    if decision is None or plan.previous is None or plan.is_frozen:
        return FreezeImpact({}, (), leaves_page=False)
    signers = campaign.store.read(_concerned_by, plan.letter, plan.previous.id, decision, campaign.now())
    listed = [signer for signer in signers if signer.signon.state is SignOnState.LISTED]
    return FreezeImpact(
        mails=Counter(signer.change.policy for signer in signers if signer.gets_mail),
        without_mail=tuple(signer.signon.name for signer in listed if not signer.gets_mail),
        leaves_page=any(signer.change.policy is not ChangePolicy.CORRECTION for signer in listed),
    )


def first_change_mail(campaign: Campaign, plan: FreezePlan, decision: SignatoryDecision | None) -> DecisionMail | None:
    """The email about the change to the first signer who gets one, as it would be now; None if nobody does."""
    if decision is None or plan.previous is None or plan.is_frozen:
        return None
    signers = campaign.store.read(_concerned_by, plan.letter, plan.previous.id, decision, campaign.now())
    concerned = next((signer for signer in signers if signer.gets_mail), None)
    if concerned is None:
        return None
    signer = campaign.store.read(signons.signer, concerned.signon.id)
    assert signer is not None  # who gets an email has an address
    number, at = plan.previous.number + 1, campaign.now()
    version = Version(_NO_VERSION_YET, plan.letter, number, plan.digest, "", at)
    kind = NoticeKind(concerned.change.policy.value)
    occasion = Occasion(kind, concerned.signon, signer, text_changes.notice_facts(concerned))

    def writer(campaign: Campaign) -> NoticeWriter:
        state = read_letter_state(campaign.folder, campaign.store, plan.letter)
        imagined = replace(state, version=version, frozen=letters_of(plan.texts))
        return NoticeWriter(campaign.store, campaign.folder, campaign.settings, imagined)

    return mail_about(campaign, writer, occasion, f"{ledger_name(concerned.signon.id)}/{kind}")


def _concerned_by(
    db: Database, letter: str, previous: int, decision: SignatoryDecision, at: dt.datetime
) -> tuple[ConcernedSigner, ...]:
    imagined = VersionChange(letter, previous, _NO_VERSION_YET, decision.policy, at, decision.until)
    return text_changes.concerned(db, letter, _NO_VERSION_YET, (*text_changes.changes(db, letter), imagined))


def parse_signatory_decision(campaign: Campaign, policy: str, until: str) -> SignatoryDecision | None:
    """Parse a person's choice; None if nothing is chosen. `until` is a local time in the campaign's zone.

    Raises UsageError for a time that is not valid or has no policy to go with.
    """
    if not policy:
        if until:
            raise UsageError("--until can only be used with --signatories window")
        return None
    try:
        moment = instant(MOMENT.read(until), campaign.settings.campaign.zone) if until else None
    except (InvalidValue, ValueError) as error:
        raise UsageError(f"--until {until}: not a valid time", fix=str(error) or MOMENT.expected) from None
    return SignatoryDecision(ChangePolicy(policy), moment)


def freeze(campaign: Campaign, plan: FreezePlan, decision: FreezeDecision) -> Version:
    """Freeze the text of the plan as the letter's next version. Returns the newest version if it has this text already.

    Raises UsageError for a kind or policy that is missing or does not apply; Refused for a kind that the text
    contradicts, and for a stale plan: the text changed, another version was frozen, or somebody signed or withdrew.
    Also raises what `check_plan` raises.
    """
    kind = check_decision(campaign, plan, decision)
    if digest_of(texts_of(folders.read_letters(campaign.folder, plan.letter)[0])) != plan.digest:
        raise Refused("not frozen: the text has changed since you looked at it", fix=_LOOK_AGAIN)
    if plan.previous and plan.is_frozen:
        return plan.previous
    return campaign.store.write(_store_version, plan, decision, kind, campaign.now())


def check_decision(campaign: Campaign, plan: FreezePlan, decision: FreezeDecision) -> VersionKind:
    """The kind of the version. Raises what `freeze` raises for a plan or a decision that cannot be carried out."""
    check_plan(plan, despite_problems=decision.despite_problems, with_changes=decision.with_changes)
    if plan.previous and plan.is_frozen:
        return plan.previous.kind
    kind = _choose_kind(plan, decision.naming)
    _check_policy(plan.signatures, decision.signatories, campaign.now())
    return kind


def _store_version(
    db: Database, plan: FreezePlan, decision: FreezeDecision, kind: VersionKind, now: dt.datetime
) -> Version:
    """In one transaction: check that the plan is still valid, and store the version."""
    newest = versions.latest(db, plan.letter)
    if newest != plan.previous:
        number = newest.number if newest else 0
        raise Refused(f"not frozen: version {number} has been frozen in the meantime", fix=_LOOK_AGAIN)
    signed = _count_signatures(db, plan.letter, newest)
    if signed != plan.signatures:
        raise Refused(
            f"not frozen: the letter now has {count_of(signed, 'sign-on')}, "
            f"it had {plan.signatures} when you looked at it",
            fix="look again, then freeze again",
        )
    chosen = decision.signatories if signed else None
    language = decision.naming.added_language
    new = NewVersion(plan.letter, plan.digest, plan.texts, decision.message, now, kind, language)
    return text_changes.freeze(db, new, chosen.policy, chosen.until) if chosen else text_changes.freeze(db, new)


def _count_signatures(db: Database, letter: str, version: Version | None) -> int:
    return text_changes.count_signed(db, letter) if version else 0


def _check_policy(signed: int, chosen: SignatoryDecision | None, now: dt.datetime) -> None:
    if not signed:
        return
    if chosen is None:
        raise UsageError(
            f"not frozen: the letter has {count_of(signed, 'sign-on')}; say what the change means for them",
            fix='add --signatories correction (they are notified), window with --until "YYYY-MM-DD HH:MM", or ask',
        )
    if (chosen.policy is ChangePolicy.WINDOW) != (chosen.until is not None):
        raise UsageError("--signatories window and --until must be used together")
    if chosen.until is not None and chosen.until <= now:
        raise UsageError("the deadline for objections has passed", fix="choose a later one with --until")


def _choose_kind(plan: FreezePlan, naming: Naming) -> VersionKind:
    kind = naming.kind
    if plan.previous is None:
        if kind is not None:
            raise UsageError(
                "the first version is neither a correction nor a change",
                fix="leave out --correction, --substance and --language",
            )
        return VersionKind.FIRST
    if kind is None:
        raise UsageError(
            "not frozen: say what the change is", fix="add --correction, --substance or --language LANGUAGE"
        )
    reasons = reasons_against(kind, plan.comparison, naming.added_language)
    if reasons and not (kind is VersionKind.CORRECTION and naming.despite_substance):
        called = "a correction" if kind is VersionKind.CORRECTION else "a new language"
        raise Refused(f"not frozen as {called}: {'; '.join(reasons)}", fix=_fix_for(kind))
    return kind


def _fix_for(kind: VersionKind) -> str:
    if kind is VersionKind.CORRECTION:
        return "freeze with --substance; if it is still a correction, add --despite-substance"
    return "first freeze the other changes, with --correction or --substance"
