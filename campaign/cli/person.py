"""`campaign person` and `campaign purge`: export, erase and delete personal data."""

import json
import sys

import click

from campaign.cli.context import Context, pass_folder
from campaign.core.languages.in_english import count_of
from campaign.core.signons.personal import payload
from campaign.errors import Refused
from campaign.services.acts.person_acts import ERASE_PERSON, EXPORT_PERSON, PURGE
from campaign.services.people import person as people


def _read_address(address: str) -> str:
    return sys.stdin.readline().strip() if address == "-" else address


@click.group()
def person() -> None:
    """Export or erase the data held about a person."""


@person.command("export")
@click.argument("address")
@pass_folder
def export_person(context: Context, address: str) -> None:
    """Print all data held about the person with the email address ADDRESS, as JSON, to give to that person.

    With - as ADDRESS, the address is read from standard input, so that no list of processes and no history shows it.
    """
    data = payload(context.perform(EXPORT_PERSON, _read_address(address)))
    if context.out.as_json:
        context.out.data(data)
    else:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


@person.command("erase")
@click.argument("address")
@click.option("--confirm", type=int, default=None, metavar="N", help="The number of records to erase, as shown.")
@pass_folder
def erase_person(context: Context, address: str, confirm: int | None) -> None:
    """Erase the personal data of the person with the email address ADDRESS.

    Shows what will be erased, and erases it once you confirm the number. With - as ADDRESS, the address is read from
    standard input, so that no list of processes and no history shows it. An organisation's sign-on stays, without its
    signer. An individual's sign-on is withdrawn and its name erased. Emails to addressees stay on record. The record of
    sign-ons keeps its lines, which hold no personal data.
    """
    plan = people.plan_erasure(context.campaign, _read_address(address))
    for signon, signer, _ in plan.data.signons:
        context.out.say(f"{signon.letter}: {signer.person or signon.name}, for {signon.name}, {signon.state}")
    for message in plan.data.deliveries:
        context.out.say(f"{message.letter}: {message.kind} to {message.address}, {message.state}")
    _need_number(context, plan.number, confirm, f"campaign person erase {address}")
    context.perform(ERASE_PERSON, plan)
    context.out.say(f"erased: {plan.number}")
    context.out.data({"erased": plan.number})


@click.command()
@click.option("--confirm", type=int, default=None, metavar="N", help="The number of signers, as shown.")
@click.option("--early", is_flag=True, help="Delete before the date in the privacy notice.")
@pass_folder
def purge(context: Context, confirm: int | None, early: bool) -> None:
    """Delete the signers' personal data of every letter, once the campaign is over. Public lists stay as they are.

    Deletes the names and email addresses of those who signed for an organisation, and the emails to them. Shows the
    number, and deletes once you confirm it.
    """
    plan = people.plan_purge(context.campaign)
    context.out.say(
        f"{count_of(plan.number, 'signer')} with personal data; to be deleted after {plan.due_on:%-d %B %Y}"
    )
    plan.need_time(early=early)
    _need_number(context, plan.number, confirm, "campaign purge")
    deleted = context.perform(PURGE, plan, early=early)
    context.out.say(f"deleted: {deleted}")
    context.out.data({"deleted": deleted})


def _need_number(context: Context, number: int, confirm: int | None, command: str) -> None:
    if confirm is None and context.out.interactive and number:
        confirm = click.prompt("This cannot be undone. Type the number to continue", type=int)
    if confirm != number:
        context.out.say("Nothing was deleted.")
        raise Refused(
            f"not deleted: the number is {number}"
            if confirm is None
            else f"not deleted: you typed {confirm}, the number is {number}",
            fix=f"{command} --confirm {number}",
        )
