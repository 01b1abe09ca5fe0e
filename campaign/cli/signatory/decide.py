"""`campaign signatory merge` and `withdraw`: shown first, done when that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.common import by_option, decider, meant, need_yes
from campaign.cli.signatory.notify import tell_owed
from campaign.cli.table import aligned
from campaign.errors import Refused, UsageError

if TYPE_CHECKING:
    from campaign.core.signons import SignOn

_confirm_option = click.option("--confirm", type=int, metavar="1", help="That it is meant, for scripts.")


@click.command()
@click.argument("keep")
@click.argument("gone")
@by_option
@_confirm_option
@pass_campaign
def merge(campaign: Context, keep: str, gone: str, by: str, confirm: int | None) -> None:
    """Let KEEP stand for the sign-on GONE of the same organisation, which leaves all lists.

    Both keep their history. Where only GONE is in the directory, KEEP takes its place there.
    """
    kept, other = meant(campaign, keep), meant(campaign, gone)
    need_mergeable(kept, other)
    _show(campaign, ("stays", kept), ("goes", other))
    need_yes(campaign, f"Merge {other.key} into {kept.key}?", confirm, "merged")
    merge_now(campaign, kept, other, decider(campaign, by))
    campaign.out.data({"merged": other.key, "into": kept.key})


@click.command()
@click.argument("key")
@by_option
@_confirm_option
@pass_campaign
def withdraw(campaign: Context, key: str, by: str, confirm: int | None) -> None:
    """Take the sign-on KEY back, because its signer asked for it in a mail or on the phone.

    It leaves all lists, and its signer is owed a mail that says so.
    """
    from campaign.adapters.store.signons import deciding
    from campaign.core.signons import Source
    from campaign.core.signons.states import SIGNED

    signon = meant(campaign, key)
    if signon.state not in SIGNED:
        raise Refused(f"{signon.name} is {signon.state}: there is nothing to withdraw", hint="campaign signatory list")
    _show(campaign, ("goes", signon))
    need_yes(campaign, f"Withdraw {signon.name}?", confirm, "withdrawn")
    if not campaign.store.write(deciding.withdraw, signon.id, decider(campaign, by), campaign.now()):
        raise _was_quicker(signon)
    campaign.out.say(f"{signon.key}: withdrawn")
    if signon.source is Source.IMPORT:
        campaign.out.remark(f"take {signon.key} out of the CSV too, or the next import brings it back")
    tell_owed(campaign)
    campaign.out.data({"withdrawn": signon.key})


def need_mergeable(kept: SignOn, gone: SignOn) -> None:
    """Raise where two sign-ons cannot become one."""
    from campaign.core.signatories import SignOnState
    from campaign.core.signons import Kind
    from campaign.core.signons.states import SIGNED

    out = (SignOnState.WITHDRAWN, SignOnState.REFUSED)
    if kept.id == gone.id:
        raise UsageError(f"{kept.key} is one and the same sign-on")
    for each in (kept, gone):
        if each.kind is Kind.PERSON:
            raise UsageError(f"{each.key} is a person's: only organisations are merged")
        if each.state in out:
            raise Refused(f"{each.name} ({each.key}) is {each.state}: it stands on no list")
    if gone.state in SIGNED and kept.state not in SIGNED:
        hint = f"campaign signatory merge {gone.key} {kept.key}"
        raise Refused(f"{kept.name} ({kept.key}) has not signed, {gone.key} has: the one that signed stays", hint=hint)


def merge_now(campaign: Context, kept: SignOn, gone: SignOn, by: str) -> None:
    """Merge, and say how it stands then."""
    from campaign.adapters.store.signons import deciding

    if not campaign.store.write(deciding.merge, kept, gone, by, campaign.now()):
        raise _was_quicker(gone)
    campaign.out.say(
        f"{gone.name} ({gone.key}): merged into {kept.name} ({kept.organisation or gone.organisation or kept.key})"
    )
    if gone.organisation and kept.organisation:
        campaign.out.remark(f"take {gone.key} out of the CSV too, then: campaign signatory remove {gone.key}")


def _show(campaign: Context, *rows: tuple[str, SignOn]) -> None:
    from campaign.adapters.store import signons

    told = []
    for what, each in rows:
        who = campaign.store.read(signons.signer, each.id)
        told.append((what, each.key, each.name, each.state, who.person if who else "", who.mail if who else ""))
    for line in aligned(told):
        campaign.out.say(f"  {line}")


def _was_quicker(signon: SignOn) -> Refused:
    return Refused(f"{signon.name} has changed since it was shown", hint="campaign signatory list")
