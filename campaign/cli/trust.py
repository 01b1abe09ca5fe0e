"""`campaign trust`: let this folder's own templates and commands run, and its passwords go to other servers."""

import click

from campaign.cli.context import Context, pass_folder
from campaign.core.languages.in_english import count_of
from campaign.errors import Refused
from campaign.services.trusting import trust_parts, untrusted_parts


@click.command()
@click.option("--yes", "is_sure", is_flag=True, help="Trust without a question, for scripts.")
@pass_folder
def trust(context: Context, is_sure: bool) -> None:
    """Let this folder's own templates, and the commands in its settings, run on this machine.

    Whoever can edit the folder could otherwise run a program as you. The program remembers exactly what you trusted,
    outside of the folder, and asks again when it has changed. It also asks before a password or a sign-in goes to
    another mail server than the one that has had it so far.
    """
    parts = untrusted_parts(context.campaign)
    context.out.data({"parts": [part.text for part in parts]})
    if not parts:
        context.out.say("nothing to trust: what this folder runs is trusted here, and its mail servers are known")
        return
    context.out.say(f"this folder ({context.campaign.folder.root}) has")
    for part in parts:
        context.out.say(f"  - {part.text}")
    if not is_sure:
        if not context.out.interactive:
            raise Refused("nothing was trusted", fix="look at them, then run campaign trust --yes")
        if not click.confirm("Have you looked at them, and do you trust those who can edit this folder?"):
            raise Refused("nothing was trusted")
    trust_parts(parts)
    context.out.say(f"{count_of(len(parts), 'part')} trusted on this machine, until changed")
