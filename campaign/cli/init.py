"""`campaign init`: make a campaign folder."""

import shlex
from email.utils import parseaddr
from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.errors import SettingsError, UsageError


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Name of the campaign.")
@click.option("--vote", default="", help='Day and time of the vote, for instance "2027-04-26 12:00".')
@click.option("--zone", default="", help="Zone of that time, for instance Europe/Brussels.")
@click.option("--sender", default="", help='Whom the mails come from: "Anna Berg <anna@coalition.example>".')
@pass_campaign
def init(campaign: Context, directory: Path, name: str, vote: str, zone: str, sender: str) -> None:
    """Make a campaign folder in DIRECTORY, which must be new or empty."""
    from campaign.services.setup import scaffold

    sender_name, address = _sender(sender)
    wanted = {
        ("campaign", "name"): name,
        ("campaign", "vote"): vote,
        ("campaign", "zone"): zone,
        ("sender", "name"): sender_name,
        ("sender", "address"): address,
    }
    given = {key: value for key, value in wanted.items() if value}
    _check(given)
    texts = scaffold.files(given)
    scaffold.write(directory, texts)
    steps = _next_steps(directory)
    campaign.out.data({"folder": str(directory), "files": list(texts), "next": [command for command, _ in steps]})
    campaign.out.say(f"{directory} is a campaign folder now. Its settings are in campaign.toml. Next:")
    width = max(len(command) for command, _ in steps)
    for command, why in steps:
        campaign.out.say(f"  {command:<{width}}  {why}")


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
        raise UsageError(f"--sender is {text!r}", hint='write "Anna Berg <anna@coalition.example>"')
    return name or address, address


def _check(given: dict[tuple[str, str], str]) -> None:
    """Refuse what the settings would refuse, before anything is written."""
    from campaign.adapters.settings import parse
    from campaign.adapters.settings.document import starter_file

    example = {("campaign", "vote"): "2027-04-26 12:00"}
    try:
        parse(starter_file(example | given), "", {})
    except SettingsError as error:
        wrong = "\n".join(f"{problem.what}; {problem.mend}" for problem in error.problems)
        raise UsageError(wrong, hint="nothing was written; `campaign init --help` shows the options") from None
