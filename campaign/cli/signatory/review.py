"""`campaign signatory review`: what waits for approval, with what speaks for it and against it."""

from pathlib import Path

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.common import by_option, merge_now, report_owed
from campaign.errors import CampaignError, UsageError
from campaign.services.signons import deciding
from campaign.services.signons.deciding import decider, plan_merge
from campaign.services.signons.lookup import SignOnView, find_signon
from campaign.services.signons.review import Case, Review, ReviewContext, refresh_case, review_one, waiting_signon
from campaign.services.signons.review import review as review_all

_LIST, _REFUSE, _MERGE, _LATER = "list", "refuse", "merge", "later"


@click.command()
@click.argument("key", required=False)
@click.option("--list", "list_", is_flag=True, help="List KEY under the letter.")
@click.option("--refuse", metavar="WHY", help="Do not list KEY; WHY goes to its signer.")
@click.option("--merge", metavar="INTO", help="KEY is the same organisation as INTO, which stays.")
@by_option
@click.option(
    "--register", metavar="FILE", type=click.Path(path_type=Path), help="The Transparency Register's export in XML."
)
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
    """Show the confirmed sign-ons that wait for your approval, and what speaks for and against each.

    At a terminal it asks of each what is to be done. For scripts: KEY with --list, --refuse or --merge. Who is listed
    or refused is owed a mail that says so: campaign signatory notify.
    """
    decisions = [(_LIST, "") for _ in range(list_)]
    decisions += [(decision, typed) for decision, typed in ((_REFUSE, refuse), (_MERGE, merge)) if typed is not None]
    if len(decisions) > 1 or (decisions and key is None):
        raise UsageError("name one sign-on and one decision", fix="campaign signatory review KEY --list")
    who = decider(context.campaign, by)
    if key is not None and decisions:
        _decide(context, waiting_signon(context.campaign, key), *decisions[0], who)
        report_owed(context)
        return
    result = _review(context, key, register)
    _go_through(context, result, who)
    if not result.cases:
        context.out.say("nothing waits for approval")
    elif not context.out.interactive:
        context.out.say("decide with: campaign signatory review KEY --list | --refuse WHY | --merge INTO")
    report_owed(context)
    context.out.data({"waiting": [_data(case) for case in result.cases]})


def _review(context: Context, key: str | None, register: Path | None) -> Review:
    if key is None:
        return review_all(context.campaign, register)
    return review_one(context.campaign, waiting_signon(context.campaign, key), register)


def _go_through(context: Context, result: Review, who: str) -> None:
    """Show each case, and at a terminal ask what is to be done with it, until the rest is left for another day."""
    for number, case in enumerate(result.cases, 1):
        current = refresh_case(context.campaign, case)
        _show(context, current, result.context, f"{number} of {len(result.cases)}")
        if context.out.interactive and not _ask(context, current.view, who):
            break


def _ask(context: Context, view: SignOnView, who: str) -> bool:
    """Ask what is to be done and do it. False where the rest is for another day."""
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
        typed = click.prompt("  why, in a sentence that the signer gets", default="", show_default=False)
    elif choice == _MERGE:
        typed = click.prompt("  into which one (key or name)")
    if choice != _LATER:
        try:
            _decide(context, view, choice, typed, who)
        except CampaignError as error:  # the next one is still to be asked
            context.out.remark(f"  {error.message}" + (f"; {error.fix}" if error.fix else ""))
    return True


def _decide(context: Context, view: SignOnView, decision: str, typed: str, who: str) -> None:
    key = view.signon.key
    if decision == _MERGE:
        merge_now(context, plan_merge(find_signon(context.campaign, typed), view), who)
    elif decision == _REFUSE:
        deciding.refuse(context.campaign, view, typed, who)
        context.out.say(f"{key}: refused")
    else:
        deciding.approve(context.campaign, view, who)
        context.out.say(f"{key}: listed")
    context.out.data({"key": key, "decision": decision, "by": who})


def _show(context: Context, case: Case, review_context: ReviewContext, position: str) -> None:
    signon, signer = case.signon, case.signer
    context.out.say(f"\n{position}: {signon.name} ({signon.key}), {signon.kind}")
    facts = [
        ("signed by", ", ".join(filter(None, (signer.person, signer.role)))),
        ("mail", signer.address),
        ("website", signon.url),
        ("country", signon.country),
        ("note", signer.note),
    ]
    for line in align([fact for fact in facts if fact[1]]):
        context.out.say(f"  {line}")
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
        "mail": case.signer.address,
        "automatic": case.judgement.automatic,
        "reasons": [
            {"finding": reason.kind, "weight": reason.weight, "words": reason.text, "other": reason.other}
            for reason in case.judgement.reasons
        ],
    }
