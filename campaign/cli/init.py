"""`campaign init`: create a campaign folder."""

import shlex
from email.utils import parseaddr
from pathlib import Path

import click

from campaign.cli.context import Context, pass_folder
from campaign.errors import UsageError
from campaign.services.setup.scaffold import make_folder, plan_folder


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Name of the campaign.")
@click.option("--vote", default="", help='Date and time of the vote, for example "2027-04-26 12:00".')
@click.option("--zone", default="", help="Time zone of the vote, for example Europe/Brussels.")
@click.option("--sender", default="", help='Sender of the emails, for example "Anna Berg <anna@coalition.example>".')
@pass_folder
def init(context: Context, directory: Path, name: str, vote: str, zone: str, sender: str) -> None:
    """Create a campaign folder in DIRECTORY, which must be new or empty."""
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
    context.out.say(f"Created the campaign folder {directory}. Its settings are in campaign.toml. Next:")
    width = max(len(command) for command, _ in steps)
    for command, why in steps:
        context.out.say(f"  {command:<{width}}  {why}")


def _next_steps(directory: Path) -> list[tuple[str, str]]:
    here = f"campaign -C {shlex.quote(str(directory))}"
    return [
        (f"{here} doctor", "lists what is still missing or wrong"),
        (f"{here} letter check", "lists what is still to write in letters/first/letter.en.md"),
        (f"{here} addressee import", "imports letters/first/addressees.csv, once it has rows"),
    ]


def _sender(text: str) -> tuple[str, str]:
    """Name and address. Without a name, the address is the name."""
    if not text:
        return "", ""
    name, address = parseaddr(text)
    if not address:
        raise UsageError(
            f"--sender: {text!r} is not a name and an email address", fix='write "Anna Berg <anna@coalition.example>"'
        )
    return name or address, address
