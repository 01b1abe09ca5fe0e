"""`campaign person`: what is kept of one person who signed or was asked to, and its erasure; `campaign purge`."""

import json

import click

from campaign.cli.context import Context, pass_campaign
from campaign.core.signons.personal import payload
from campaign.errors import Refused
from campaign.services.people import person as people


@click.group()
def person() -> None:
    """What is kept of a person who signed."""


@person.command("export")
@click.argument("mail")
@pass_campaign
def export_person(context: Context, mail: str) -> None:
    """Print all that is kept of the person with the address MAIL, as JSON, to give to that person."""
    data = payload(people.personal_data(context.campaign, mail))
    if context.out.as_json:
        context.out.data(data)
    else:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


@person.command("erase")
@click.argument("mail")
@click.option("--confirm", type=int, default=None, metavar="N", help="How many records go; without it nothing does.")
@pass_campaign
def erase_person(context: Context, mail: str, confirm: int | None) -> None:
    """Take the person with the address MAIL out. Shows what goes, and stops until the number is given with --confirm.

    An organisation's sign-on stays, without who signed for it. A person's own is withdrawn and loses its name. Letters
    to addressees stay in the ledger. The record keeps its lines, in which nothing personal stands.
    """
    plan = people.plan_erasure(context.campaign, mail)
    for signon, signer, _ in plan.data.signons:
        context.out.say(f"{signon.letter}: {signer.person or signon.name}, for {signon.name}, {signon.state}")
    for message in plan.data.deliveries:
        context.out.say(f"{message.letter}: {message.kind} to {message.address}, {message.state}")
    _need_number(context, plan.number, confirm, f"campaign person erase {mail}")
    people.erase(context.campaign, plan)
    context.out.say(f"erased: {plan.number}")
    context.out.data({"erased": plan.number})


@click.command()
@click.option("--confirm", type=int, default=None, metavar="N", help="How many go; without it nothing does.")
@click.option("--early", is_flag=True, help="Before the day that signers were told.")
@pass_campaign
def purge(context: Context, confirm: int | None, early: bool) -> None:
    """Delete the personal data of all who signed, once the campaign is over. What is listed stays listed.

    Who signed for an organisation, their mail addresses, the mails to them: all that is not public goes, for every
    letter. Shows how many, and stops until the number is given with --confirm.
    """
    plan = people.plan_purge(context.campaign)
    context.out.say(f"personal data of signers: {plan.number}; to be deleted after {plan.due_on:%-d %B %Y}")
    plan.need_time(early=early)
    _need_number(context, plan.number, confirm, "campaign purge")
    deleted = people.purge(context.campaign, plan, early=early)
    context.out.say(f"deleted: {deleted}")
    context.out.data({"deleted": deleted})


def _need_number(context: Context, number: int, confirm: int | None, command: str) -> None:
    if confirm is None and context.out.interactive and number:
        confirm = click.prompt("This cannot be taken back. Type the number to go on", type=int)
    if confirm != number:
        context.out.say("nothing was deleted")
        raise Refused(f"not deleted: it is {number}", fix=f"{command} --confirm {number}")
