"""Versions of the letter: reading them, what changed in words, freezing, and publishing a proposed text."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import Response

from campaign.core.check.changes import LanguageChange
from campaign.core.languages.in_english import count_of
from campaign.core.letters import VersionKind
from campaign.core.letters.changes_in_words import WordChange, word_changes
from campaign.core.letters.redline_changes import cut_to_changes
from campaign.core.publish.titles import language_name
from campaign.core.render.html import Fragments, Options, fragments
from campaign.core.signons.change import ChangePolicy
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import sentence_case
from campaign.desk.form_values import FormValues, NumberCheck, number_check, typed_values
from campaign.desk.pages.letter_pages import letter_page
from campaign.desk.route import DeskRoute
from campaign.errors import CampaignError
from campaign.services.acts.letter_acts import ADOPT, FREEZE
from campaign.services.letters import freeze, versions
from campaign.services.letters.comparison import NOW, compare_versions, state_name
from campaign.services.letters.draft_status import read_draft_status
from campaign.services.letters.freeze import (
    FreezeDecision,
    FreezeImpact,
    FreezePlan,
    Naming,
    SignatoryDecision,
    first_change_mail,
    freeze_impact,
    plan_freeze,
)
from campaign.services.signons import consent

_REDLINE = Options(anchors=False, top_heading=3)
_FIELDS = ("message", "kind", "policy", "until", "despite_problems", "with_changes", "despite_substance", "digest")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class ChangedText:
    """What changed in one language, as a redline and in words."""

    change: LanguageChange
    redline: Fragments
    in_words: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True)
class FreezeWay:
    """A choice of the form: what signatories are asked, and what follows from it."""

    policy: ChangePolicy
    impact: FreezeImpact


def listing(request: DeskRequest) -> Response:
    """The versions, the newest first."""
    return letter_page(
        request,
        "letter_versions.html",
        draft_status=read_draft_status(request.campaign),
        versions=tuple(reversed(versions.list_versions(request.campaign))),
    )


def version(request: DeskRequest) -> Response:
    """One version, as it was frozen."""
    number = request.number("number")
    known = {one.number: one for one in versions.list_versions(request.campaign)}
    if number not in known:
        raise request.missing()
    frozen, texts = versions.read_version(request.campaign, number)
    return letter_page(
        request, "letter_version.html", frozen=frozen, texts=texts, newest=max(known), has_older=number - 1 in known
    )


def changes(request: DeskRequest) -> Response:
    """What changed between two states of the letter, by default from the newest version to the draft."""
    known = versions.list_versions(request.campaign)
    if not known:
        return letter_page(request, "letter_changes.html", known=known, texts=(), old="", new="", everything=False)
    sides = {str(one.number) for one in known} | {NOW}
    asked = ((request.query("from"), str(known[-1].number)), (request.query("to"), NOW))
    old, new = (side if side in sides else default for side, default in asked)
    comparison = compare_versions(request.campaign, old, new).comparison
    everything = request.query("all") == "1"
    return letter_page(
        request,
        "letter_changes.html",
        known=known,
        old=old,
        new=new,
        old_name=state_name(old),
        new_name=state_name(new),
        comparison=comparison,
        everything=everything,
        texts=_changed_texts(comparison.changed, everything=everything),
    )


def freeze_form(request: DeskRequest) -> Response:
    """The form that freezes: what it is called, and what the signatories are asked."""
    plan = plan_freeze(request.campaign)
    kind = "" if plan.previous is None else VersionKind.SUBSTANCE.value
    return _freeze_page(request, plan, FormValues({"kind": kind}))


def check_freezing(request: DeskRequest) -> Response:
    """What would happen: the version, the emails, the public page."""
    plan, form = plan_freeze(request.campaign), typed_values(request, *_FIELDS)
    decision = _decision(request, plan, form)
    if isinstance(decision, FormValues):
        return _freeze_page(request, plan, decision)
    return _check_page(request, plan, form, decision, freeze_impact(request.campaign, plan, decision.signatories))


def do_freeze(request: DeskRequest) -> Response:
    """Freeze, if the text and the number of emails are still those of the page."""
    plan, form = plan_freeze(request.campaign), typed_values(request, *_FIELDS)
    decision = _decision(request, plan, form)
    if isinstance(decision, FormValues):
        return _freeze_page(request, plan, decision)
    if plan.digest != form["digest"]:
        changed = "The text has changed since you looked at it. Look at what changed, then go on"
        return _freeze_page(request, plan, form.with_errors(message=changed))
    impact = freeze_impact(request.campaign, plan, decision.signatories)
    check = number_check(request, impact.number)
    if impact.number > 1 and not check.is_right:
        return _check_page(request, plan, form, decision, impact, check)
    return request.redirect("/letter/versions", request.perform(FREEZE, plan, decision))


def adoption(request: DeskRequest) -> Response:
    """What publishing the proposed text would do."""
    plan = consent.plan_adoption(request.campaign)
    return letter_page(request, "letter_adopt.html", plan=plan, check=NumberCheck(len(plan.undecided)))


def adopt(request: DeskRequest) -> Response:
    """Publish the proposed text, after the number of names was typed."""
    plan = consent.plan_adoption(request.campaign)
    check = number_check(request, len(plan.undecided))
    if plan.undecided and not check.is_right:
        return letter_page(request, "letter_adopt.html", HTTPStatus.UNPROCESSABLE_ENTITY, plan=plan, check=check)
    return request.redirect("/letter/versions", request.perform(ADOPT, plan))


ROUTES = (
    DeskRoute("/letter/versions", "GET", listing, Right.SEE),
    DeskRoute("/letter/versions/{number:int}", "GET", version, Right.SEE),
    DeskRoute("/letter/changes", "GET", changes, Right.SEE),
    DeskRoute("/letter/freeze", "GET", freeze_form, Right.FREEZE),
    DeskRoute("/letter/freeze/check", "POST", check_freezing, Right.FREEZE),
    DeskRoute("/letter/freeze", "POST", do_freeze, Right.FREEZE),
    DeskRoute("/letter/adopt", "GET", adoption, Right.FREEZE),
    DeskRoute("/letter/adopt", "POST", adopt, Right.FREEZE),
)


def _changed_texts(changed: tuple[LanguageChange, ...], *, everything: bool) -> tuple[ChangedText, ...]:
    return tuple(
        ChangedText(
            change,
            fragments(change.redline if everything else cut_to_changes(change.redline), _REDLINE, change.language),
            word_changes(change.redline),
        )
        for change in changed
    )


def _freeze_page(request: DeskRequest, plan: FreezePlan, form: FormValues) -> Response:
    status = read_draft_status(request.campaign)
    return letter_page(
        request,
        "letter_freeze.html",
        form.status,
        form=form,
        plan=plan,
        draft_status=status,
        kinds=_kinds(plan),
        paths={text.path: code for code, text in status.letters.items()},
        ways=_ways(request, plan) if plan.signatures and plan.previous else (),
        policies=ChangePolicy,
    )


def _kinds(plan: FreezePlan) -> list[tuple[str, str, str]]:
    """The kinds of version to choose from: value, words, and what they mean."""
    slip = "A slip of the pen. At most a few words, no number, date, negation or ask."
    kinds = [("correction", "A correction", slip), ("substance", "A change of what the letter says", "")]
    added = plan.comparison.added
    kinds += [(f"language {code}", f"A new language: {language_name(code)}", "Nothing else changed.") for code in added]
    return kinds


def _ways(request: DeskRequest, plan: FreezePlan) -> tuple[FreezeWay, ...]:
    """The emails of each way, counted now. When a window ends does not change whom it concerns."""
    ends = request.campaign.settings.campaign.vote_at
    return tuple(
        FreezeWay(policy, freeze_impact(request.campaign, plan, SignatoryDecision(policy, until)))
        for policy, until in ((ChangePolicy.CORRECTION, None), (ChangePolicy.WINDOW, ends), (ChangePolicy.ASK, None))
    )


def _check_page(
    request: DeskRequest,
    plan: FreezePlan,
    form: FormValues,
    decision: FreezeDecision,
    impact: FreezeImpact,
    check: NumberCheck | None = None,
) -> Response:
    return letter_page(
        request,
        "letter_freeze_check.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if check else HTTPStatus.OK,
        plan=plan,
        values={name: form[name] for name in _FIELDS if name != "digest"} | {"digest": plan.digest},
        decision=decision,
        impact=impact,
        mail=first_change_mail(request.campaign, plan, decision.signatories),
        check=check or NumberCheck(impact.number),
        policies=ChangePolicy,
        texts=_changed_texts(plan.comparison.changed, everything=False),
    )


def _decision(request: DeskRequest, plan: FreezePlan, form: FormValues) -> FreezeDecision | FormValues:
    """The decision of the form, or the form with what is wrong with it."""
    errors = {} if form["message"] else {"message": "Say what was agreed, and by whom"}
    kind, language = _kind(form["kind"])
    if plan.previous is not None and kind is None:
        errors["kind"] = "Say what kind of change it is"
    signatories = None
    if plan.previous is not None and plan.signatures:
        policy, moment = form["policy"], _TIME.fullmatch(form["until"])
        if policy not in set(ChangePolicy):
            errors["policy"] = "Choose what the signatories are asked"
        elif policy == ChangePolicy.WINDOW and not moment:
            errors["until"] = "Set the day and the time until which they may object"
        else:
            until = " ".join(moment.groups()) if moment and policy == ChangePolicy.WINDOW else ""
            try:
                signatories = freeze.parse_signatory_decision(request.campaign, policy, until)
            except CampaignError:
                errors["until"] = "There is no such time. Write the day and the time"
            if signatories and signatories.until and signatories.until <= request.campaign.now():
                errors["until"] = "This time has passed. Set a later one"
    if plan.problems and not form["despite_problems"]:
        errors["despite_problems"] = f"{_stand(len(plan.problems), 'finding')} in the way"
    if plan.changes and not form["with_changes"]:
        errors["with_changes"] = f"{_stand(len(plan.changes), 'comment or marked change')} in the way"
    if errors:
        return form.with_errors(**errors)
    naming = Naming(kind if plan.previous else None, language, bool(form["despite_substance"]))
    decision = FreezeDecision(
        form["message"], naming, signatories, bool(form["despite_problems"]), bool(form["with_changes"])
    )
    try:
        freeze.check_decision(request.campaign, plan, decision)
    except CampaignError as error:
        return form.with_errors(kind=sentence_case(error.message))
    return decision


def _stand(number: int, noun: str) -> str:
    return f"{count_of(number, noun)} {'stands' if number == 1 else 'stand'}"


def _kind(text: str) -> tuple[VersionKind | None, str]:
    """The kind of version and the language that it adds, from a value such as "language de"."""
    name, _, language = text.partition(" ")
    known = {VersionKind.CORRECTION.value, VersionKind.SUBSTANCE.value, VersionKind.LANGUAGE.value}
    return (VersionKind(name), language) if name in known else (None, "")
