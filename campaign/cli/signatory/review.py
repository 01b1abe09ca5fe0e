"""`campaign signatory review`: approve, refuse or merge confirmed sign-ons."""

from pathlib import Path

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.common import (
    by_option,
    merge_now,
    need_yes,
    register_option,
    report_owed,
    show_decision_mail,
    show_merge,
)
from campaign.core.signons.notice import NoticeKind
from campaign.errors import CampaignError, Refused, UsageError
from campaign.services.acts.signon_acts import APPROVE, APPROVE_CHANGE, DISCARD_CHANGE, REFUSE
from campaign.services.signons.deciding import decider
from campaign.services.signons.decision_mail import decision_mail, plan_refusal
from campaign.services.signons.lookup import SignOnView, find_signon
from campaign.services.signons.merging import plan_merge
from campaign.services.signons.proposed_changes import (
    ChangeCase,
    find_change,
    read_changes,
)
from campaign.services.signons.review import Case, Review, ReviewContext, refresh_case, review_one, waiting_signon
from campaign.services.signons.review import review as review_all

_LIST, _REFUSE, _MERGE, _LATER = "list", "refuse", "merge", "later"


@click.command()
@click.argument("key", required=False)
@click.option("--list", "list_", is_flag=True, help="Approve KEY, and list it.")
@click.option("--refuse", metavar="WHY", help="Refuse KEY. The signer gets WHY in an email.")
@click.option("--merge", metavar="INTO", help="Merge KEY into INTO, for the same organisation.")
@by_option
@register_option
@pass_campaign
def review(
    context: Context,
    key: str | None,
    list_: bool,
    refuse: str | None,
    merge: str | None,
    by: str,
    register: Path | None,
) -> None:
    """Show the confirmed sign-ons that wait for approval, with the reasons for and against each, and the changes that
    listed signatories made to how they appear.

    At a terminal, asks what to do with each sign-on. In scripts, use KEY with --list, --refuse or --merge. The signer
    gets an email about the decision on a sign-on: campaign signatory notify. A change that is refused is discarded;
    nobody gets an email about a change.
    """
    decisions = [(_LIST, "") for _ in range(list_)]
    decisions += [(decision, typed) for decision, typed in ((_REFUSE, refuse), (_MERGE, merge)) if typed is not None]
    if len(decisions) > 1 or (decisions and key is None):
        raise UsageError("name one sign-on and one decision", fix="campaign signatory review KEY --list")
    who = decider(context.campaign, by)
    if key is not None and (change := find_change(context.campaign, find_signon(context.campaign, key))):
        _decide_change(context, change, decisions[0][0] if decisions else "", who)
        return
    if key is not None and decisions:
        _decide(context, waiting_signon(context.campaign, key), *decisions[0], who, confirm=1)
        report_owed(context)
        return
    result = _review(context, key, register)
    _go_through(context, result, who)
    changes = () if key else read_changes(context.campaign)
    for change in changes:
        _decide_change(context, change, "", who)
    if not (result.cases or changes):
        context.out.say("no sign-on waits for approval")
    elif not context.out.interactive:
        context.out.say("to decide: campaign signatory review KEY --list | --refuse WHY | --merge INTO")
    report_owed(context)
    waiting = [_data(case) for case in result.cases]
    context.out.data({"waiting": waiting, "changes": [_change_data(change) for change in changes]})


def _review(context: Context, key: str | None, register: Path | None) -> Review:
    if key is None:
        return review_all(context.campaign, register)
    return review_one(context.campaign, waiting_signon(context.campaign, key), register)


def _go_through(context: Context, result: Review, who: str) -> None:
    """Show every case. At a terminal, ask what to do with it, until the user quits."""
    for number, case in enumerate(result.cases, 1):
        current = refresh_case(context.campaign, case)
        _show(context, current, result.context, f"{number} of {len(result.cases)}")
        if context.out.interactive and not _ask(context, current, who):
            break


def _ask(context: Context, case: Case, who: str) -> bool:
    """Ask what to do with a sign-on, and do it. Returns False if the user quits."""
    view, same = case.view, case.judgement.same_as(case.signon.key)
    choice = click.prompt(
        "  list, merge, refuse, later, or quit",
        type=click.Choice((_LIST, _MERGE, _REFUSE, _LATER, "quit")),
        default=_LATER,
        show_choices=False,
    )
    if choice == "quit":
        return False
    typed = ""
    if choice == _REFUSE:
        typed = click.prompt("  why? (the signer gets this sentence)", default="", show_default=False)
    elif choice == _MERGE:
        typed = click.prompt("  merge into which sign-on? (key or name)", default=same or None)
    if choice != _LATER:
        try:
            _decide(context, view, choice, typed, who)
        except CampaignError as error:  # go on to the next sign-on
            context.out.remark(f"  {error.message}" + (f"; {error.fix}" if error.fix else ""))
    return True


def _decide(
    context: Context, view: SignOnView, decision: str, typed: str, who: str, confirm: int | None = None
) -> None:
    key = view.signon.key
    if decision == _MERGE:
        plan = plan_merge(context.campaign, find_signon(context.campaign, typed), view)
        show_merge(context, plan)
        need_yes(context, f"Merge {key} into {plan.target.signon.key}?", confirm, "merged")
        merge_now(context, plan, who)
    elif decision == _REFUSE:
        show_decision_mail(context, plan_refusal(context.campaign, view, typed).mail, "the email")
        need_yes(context, f"Refuse {view.signon.name}?", confirm, "refused")
        context.perform(REFUSE, view, typed, who)
        context.out.say(f"{key}: refused")
    else:
        show_decision_mail(context, decision_mail(context.campaign, view, NoticeKind.LISTED), "the email")
        need_yes(context, f"List {view.signon.name}?", confirm, "listed")
        context.perform(APPROVE, view, who)
        context.out.say(f"{key}: listed")
    context.out.data({"key": key, "decision": decision, "by": who})


def _decide_change(context: Context, case: ChangeCase, decision: str, who: str) -> None:
    """Show a change of a listed sign-on, and approve or discard it; ask at a terminal, if nothing is decided yet."""
    signon = case.view.signon
    context.out.say(f"\n{signon.name} ({signon.key}) is listed and changed how it appears")
    for line in align([(field, old or "none", f"-> {new}") for field, old, new in case.rows]):
        context.out.say(f"  {line}")
    for warning in case.warnings:
        context.out.say(f"  remark: {warning}")
    if not decision and context.out.interactive:
        choices = click.Choice((_LIST, _REFUSE, _LATER))
        decision = click.prompt("  list, refuse or later", type=choices, default=_LATER, show_choices=False)
    if decision == _LIST:
        context.perform(APPROVE_CHANGE, case, who)
        context.out.say(f"{signon.key}: changed")
    elif decision == _REFUSE:
        context.perform(DISCARD_CHANGE, case, who)
        context.out.say(f"{signon.key}: stays as it was; nobody gets an email about it")
    elif decision == _MERGE:
        raise Refused(f"{signon.name} is listed", fix="campaign signatory merge")


def _change_data(case: ChangeCase) -> dict[str, object]:
    changes = [{"field": field, "now": old, "proposed": new} for field, old, new in case.rows]
    return {"key": case.view.signon.key, "changes": changes, "warnings": list(case.warnings)}


def _show(context: Context, case: Case, review_context: ReviewContext, position: str) -> None:
    signon, signer = case.signon, case.signer
    context.out.say(f"\n{position}: {signon.name} ({signon.key}), {signon.kind}")
    facts = [
        ("signed by", ", ".join(filter(None, (signer.person, signer.role)))),
        ("email", signer.address),
        ("website", signon.url),
        ("country", signon.country),
        ("quote", signon.quote),
        ("logo", signon.logo),
        ("note", signer.note),
    ]
    for line in align([fact for fact in facts if fact[1]]):
        context.out.say(f"  {line}")
    if same := case.judgement.same_as(signon.key):
        context.out.say(f"  probably {review_context.name_of(same)}: merge it into {same}")
    for reason in case.judgement.reasons:
        other = review_context.signons.get(reason.other)
        other_state = f" ({reason.other}{f', {other.state}' if other else ''})" if reason.other else ""
        context.out.say(f"  {reason.weight}: {reason.text}{other_state}")


def _data(case: Case) -> dict[str, object]:
    signon = case.signon
    return {
        "key": signon.key,
        "name": signon.name,
        "kind": signon.kind,
        "person": case.signer.person,
        "role": case.signer.role,
        "address": case.signer.address,
        "automatic": case.judgement.automatic,
        "reasons": [
            {"finding": reason.kind, "weight": reason.weight, "text": reason.text, "other": reason.other}
            for reason in case.judgement.reasons
        ],
    }
