"""`campaign letter adopt`: show a proposed text although somebody has not decided."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import show_lines
from campaign.core.languages.in_english import count_of
from campaign.core.tables.digits import read_digits
from campaign.core.team.account import COMMAND_LINE
from campaign.errors import Refused
from campaign.services.acts.act import perform
from campaign.services.acts.letter_acts import ADOPT
from campaign.services.signons import consent


@click.command("adopt")
@click.option("--confirm", type=int, metavar="N", help="The number of names that leave the page's list, for scripts.")
@pass_campaign
def adopt(context: Context, confirm: int | None) -> None:
    """Show the proposed text on the public page, although some signatories have not decided.

    They stay listed under the text that they signed, and can still agree. Shows their names first, and changes the page
    once you type how many there are.
    """
    plan = consent.plan_adoption(context.campaign)
    number = len(plan.undecided)
    context.out.say(f"{plan.letter}: the page will show version {plan.version.number}")
    context.out.say(f"not decided, so no longer in its list of signatories: {count_of(number, 'name')}")
    show_lines(context, [f"  {name}" for name in plan.undecided])
    typed = confirm
    if typed is None and context.out.interactive:
        answer = click.prompt("Type the number of names", default="", show_default=False).strip()
        typed = read_digits(answer)
    if typed != number:
        raise Refused("nothing was changed", fix=f"add --confirm {number}, or ask them: campaign signatory list")
    moved = perform(context.campaign, COMMAND_LINE, ADOPT, plan).result
    context.out.say(f"version {plan.version.number} is public; {count_of(moved, 'signature')} moved to it")
    context.out.data({"version": plan.version.number, "moved": moved, "undecided": list(plan.undecided)})
