"""`campaign init`: create a campaign folder."""

import shlex
import shutil
import sys
from dataclasses import asdict
from email.utils import parseaddr
from pathlib import Path

import click

from campaign.adapters.files.folder import Folder
from campaign.cli.ask_setting import VOTE
from campaign.cli.context import Context, pass_folder
from campaign.errors import UsageError
from campaign.services.setup.change_setting import is_over, missing_settings
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
    if context.out.interactive:
        name = name or click.prompt("What is the campaign called? (Enter: later)", default="", show_default=False)
        vote = vote or click.prompt(f"{VOTE.words}", default="", show_default=False)
        sender = sender or click.prompt(
            "Who sends the emails? (such as Anna Berg <anna@coalition.example>; Enter: later)",
            default="",
            show_default=False,
        )
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
    missing = missing_settings(Folder(directory))
    if is_over(directory, context.campaign.now()):
        context.out.remark("  ! the vote is in the past: nothing can be sent")
    context.out.data(
        {
            "folder": str(directory),
            "files": list(plan.texts),
            "missing": [asdict(problem) for problem in missing],
            "next": [command for command, _ in steps],
        }
    )
    context.out.say(f"Created the campaign folder {directory}. Its settings are in campaign.toml.")
    if missing:
        context.out.say("To fill in:")
    for problem in missing:
        context.out.say(f"  {directory / problem.path}:{problem.line}: {problem.message}; {problem.fix}")
    context.out.say("Next:")
    width = max(len(command) for command, _ in steps)
    for command, why in steps:
        context.out.say(f"  {command:<{width}}  {why}")
    if shutil.which("campaign") is None:
        folder = shlex.quote(str(Path(sys.argv[0]).absolute().parent))
        context.out.say(f'First, so that the shell finds campaign: export PATH={folder}:"$PATH"')


def _next_steps(directory: Path) -> list[tuple[str, str]]:
    here = f"campaign -C {shlex.quote(str(directory))}"
    return [
        (f"{here} letter import FILE", "imports a text; or write letters/first/letter.en.md"),
        (f"{here} letter check", "lists what is still to write or wrong in the letter"),
        (f"{here} addressee import", "imports the letter's addressees.csv, once it has rows"),
        (f"{here} doctor", "lists what is still missing or wrong"),
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
