"""`campaign signatory review`: what waits for approval, with what speaks for it and against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.common import by_option, decider, meant
from campaign.cli.signatory.decide import merge_now, need_mergeable
from campaign.cli.signatory.notify import tell_owed
from campaign.cli.table import aligned
from campaign.errors import CampaignError, Refused, UsageError

if TYPE_CHECKING:
    from campaign.core.signons import SignOn
    from campaign.services.signons.review import Case, Desk

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
    campaign: Context,
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
    from campaign.services.signons.review import desk, judged, waiting

    chosen = [(_LIST, "") for _ in range(list_)]
    chosen += [(deed, said) for deed, said in ((_REFUSE, refuse), (_MERGE, merge)) if said is not None]
    if len(chosen) > 1 or (chosen and key is None):
        raise UsageError("name one sign-on and one decision", hint="campaign signatory review KEY --list")
    found = waiting(campaign.store, campaign.letter) if key is None else (_waits(meant(campaign, key)),)
    by_what = desk(campaign.store, campaign.letter)
    cases = () if chosen else judged(campaign.store, by_what, found, register or _set(campaign))
    who = decider(campaign, by)
    for deed, said in chosen:
        _decide(campaign, found[0], deed, said, who)
    for at, case in enumerate(cases, 1):
        _show(campaign, case, by_what, f"{at} of {len(cases)}")
        if campaign.out.interactive and not _asked(campaign, case.signon, who):
            break
    if not found:
        campaign.out.say("nothing waits for approval")
    elif not chosen and not campaign.out.interactive:
        campaign.out.say("decide with: campaign signatory review KEY --list | --refuse WHY | --merge INTO")
    tell_owed(campaign)
    if not chosen:
        campaign.out.data({"waiting": [_data(case) for case in cases]})


def _waits(signon: SignOn) -> SignOn:
    if signon.state != "confirmed":
        raise Refused(f"{signon.name} is {signon.state}: it waits for no approval", hint="campaign signatory list")
    return signon


def _set(campaign: Context) -> Path | None:
    """The export that campaign.toml names."""
    named = campaign.settings.inviting.register
    return campaign.folder.root / named if named else None


def _asked(campaign: Context, signon: SignOn, who: str) -> bool:
    """Ask what is to be done and do it. False where the rest is for another day."""
    choice = click.prompt(
        "  list, merge, refuse, later, or quit",
        type=click.Choice((_LIST, _MERGE, _REFUSE, _LATER, "quit")),
        default=_LATER,
        show_choices=False,
    )
    if choice == "quit":
        return False
    said = ""
    if choice == _REFUSE:
        said = click.prompt("  why, in a sentence that the signer gets", default="", show_default=False)
    elif choice == _MERGE:
        said = click.prompt("  into which one (key or name)")
    if choice != _LATER:
        try:
            _decide(campaign, signon, choice, said, who)
        except CampaignError as error:  # the next one is still to be asked
            campaign.out.remark(f"  {error.message}" + (f"; {error.hint}" if error.hint else ""))
    return True


def _decide(campaign: Context, signon: SignOn, deed: str, said: str, who: str) -> None:
    from campaign.adapters.store.signons import deciding

    if deed == _MERGE:
        kept = meant(campaign, said)
        need_mergeable(kept, signon)
        merge_now(campaign, kept, signon, who)
    elif deed == _REFUSE:
        _need(signon, campaign.store.write(deciding.refuse, signon.id, said.strip(), who, campaign.now()))
        campaign.out.say(f"{signon.key}: refused")
    else:
        _need(signon, campaign.store.write(deciding.approve, signon.id, who, campaign.now()))
        campaign.out.say(f"{signon.key}: listed")
    campaign.out.data({"key": signon.key, "decision": deed, "by": who})


def _need(signon: SignOn, done: bool) -> None:
    if not done:
        raise Refused(f"{signon.name} has changed since it was shown", hint="campaign signatory list")


def _show(campaign: Context, case: Case, by: Desk, place: str) -> None:
    signon, signer = case.signon, case.signer
    campaign.out.say(f"\n{place}: {signon.name} ({signon.key}), {signon.kind}")
    facts = [
        ("signed by", ", ".join(filter(None, (signer.person, signer.role)))),
        ("mail", signer.mail),
        ("website", signon.url),
        ("country", signon.country),
        ("note", signer.note),
    ]
    for line in aligned([fact for fact in facts if fact[1]]):
        campaign.out.say(f"  {line}")
    for reason in case.judgement.reasons:
        other = by.signed.get(reason.other)
        stands = f" ({reason.other}{f', {other.state}' if other else ''})" if reason.other else ""
        campaign.out.say(f"  {reason.weight}: {reason.words}{stands}")


def _data(case: Case) -> dict[str, object]:
    signon = case.signon
    return {
        "key": signon.key,
        "name": signon.name,
        "kind": signon.kind,
        "person": case.signer.person,
        "role": case.signer.role,
        "mail": case.signer.mail,
        "automatic": case.judgement.automatic,
        "reasons": [
            {"finding": each.finding, "weight": each.weight, "words": each.words, "other": each.other}
            for each in case.judgement.reasons
        ],
    }
