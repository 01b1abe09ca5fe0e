"""`campaign demo`: the sample campaign from draft to delivery, on parts that are embedded in the program."""

import tempfile
from pathlib import Path

import click

from campaign.cli import cli
from campaign.cli.context import Context, pass_campaign
from campaign.services.setup.sample import copy_sample

_STEPS = (
    ("status",),
    ("addressee", "import"),
    ("signatory", "import"),
    ("letter", "check"),
    ("letter", "freeze", "-m", "agreed by all eight organisations"),
    ("signatory", "list"),
    ("send", "preview"),
    ("status",),
)


@click.command()
@click.option("--once", is_flag=True, help="End by itself when the mails are delivered, without the page.")
@click.option("--port", type=int, default=0, help="The page's port on this machine; without it, a free one.")
@pass_campaign
def demo(context: Context, once: bool, port: int) -> None:
    """Play the sample campaign: check, freeze, preview, and a rehearsed send of all four mails.

    Everything happens in a temporary folder and on this machine: no settings are needed, nothing is sent out.
    """
    with tempfile.TemporaryDirectory(prefix="campaign-demo-") as scratch:
        vote = copy_sample(Path(scratch), context.campaign.now())
        context.out.say(
            "The sample campaign: eight organisations write to four Members of the European Parliament.\n"
            f"The real vote was on 26 April 2023; here it is on {vote:%-d %B %Y}, so that there is a deadline to keep."
        )
        rehearsal = ("send", "rehearse", *(["--once"] if once else ["--port", str(port)]))
        for step in _STEPS:
            _play(context, Path(scratch), step, as_json=False)
        _play(context, Path(scratch), rehearsal, as_json=context.out.as_json)


def _play(context: Context, folder: Path, step: tuple[str, ...], *, as_json: bool) -> None:
    """Run one command line in the sample's folder, just as a person would."""
    command_line = " ".join(f'"{word}"' if " " in word else word for word in step)
    context.out.say(f"\n$ campaign {command_line}")
    quiet = context.out.quiet or context.out.as_json
    flags = [*(["--quiet"] if quiet else []), *(["--json"] if as_json else [])]
    cli.main(["-C", str(folder), *flags, *step], prog_name="campaign", standalone_mode=False)
