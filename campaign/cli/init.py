"""`campaign init`: make a campaign folder."""

import shlex
from email.utils import parseaddr
from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.errors import UsageError
from campaign.services.setup.scaffold import make_folder, plan_folder


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Name of the campaign.")
@click.option("--vote", default="", help='Day and time of the vote, for instance "2027-04-26 12:00".')
@click.option("--zone", default="", help="Zone of that time, for instance Europe/Brussels.")
@click.option("--sender", default="", help='Whom the mails come from: "Anna Berg <anna@coalition.example>".')
@pass_campaign
def init(context: Context, directory: Path, name: str, vote: str, zone: str, sender: str) -> None:
    """Make a campaign folder in DIRECTORY, which must be new or empty."""
    sender_name, address = _sender(sender)
    values = {
        ("campaign", "name"): name,
        ("campaign", "vote"): vote,
        ("campaign", "zone"): zone,
        ("sender", "name"): sender_name,
        ("sender", "address"): address,
    }
    settings = {key: value for key, value in values.items() if value}
    plan = plan_folder(directory, settings)
    make_folder(plan)
    steps = _next_steps(directory)
    context.out.data({"folder": str(directory), "files": list(plan.texts), "next": [command for command, _ in steps]})
    context.out.say(f"{directory} is a campaign folder now. Its settings are in campaign.toml. Next:")
    width = max(len(command) for command, _ in steps)
    for command, why in steps:
        context.out.say(f"  {command:<{width}}  {why}")


def _next_steps(directory: Path) -> list[tuple[str, str]]:
    here = f"campaign -C {shlex.quote(str(directory))}"
    return [
        (f"{here} doctor", "what is still to fill in or to mend"),
        (f"{here} letter check", "what is left to write in letters/first/letter.en.md"),
        (f"{here} addressee import", "reads letters/first/addressees.csv, once it has rows"),
    ]


def _sender(text: str) -> tuple[str, str]:
    """Name and address; the address alone stands for both."""
    if not text:
        return "", ""
    name, address = parseaddr(text)
    if not address:
        raise UsageError(f"--sender is {text!r}", fix='write "Anna Berg <anna@coalition.example>"')
    return name or address, address
