"""`campaign demo`: the sample campaign that comes with the program, from draft to delivery."""

import tempfile
from pathlib import Path

import click

from campaign.cli import cli
from campaign.cli.context import Context, pass_folder
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
@click.option("--once", is_flag=True, help="End when the emails are delivered, without opening the page.")
@click.option("--port", type=int, default=0, help="Port of the page on this machine. Default: any free port.")
@pass_folder
def demo(context: Context, once: bool, port: int) -> None:
    """Run the sample campaign: check, freeze, preview, and rehearse sending all four emails.

    It runs in a temporary folder. It needs no settings, and no email leaves this machine.
    """
    with tempfile.TemporaryDirectory(prefix="campaign-demo-") as scratch:
        vote = copy_sample(Path(scratch), context.campaign.now())
        context.out.say(
            "The sample campaign: eight organisations write to four Members of the European Parliament.\n"
            f"The real vote was on 26 April 2023. Here it is on {vote:%-d %B %Y}, so that the deadline is ahead."
        )
        rehearsal = ("send", "rehearse", *(["--once"] if once else ["--port", str(port)]))
        for step in _STEPS:
            _play(context, Path(scratch), step, as_json=False)
        _play(context, Path(scratch), rehearsal, as_json=context.out.as_json)


def _play(context: Context, folder: Path, step: tuple[str, ...], *, as_json: bool) -> None:
    """Run one command line in the sample's folder."""
    command_line = " ".join(f'"{word}"' if " " in word else word for word in step)
    context.out.say(f"\n$ campaign {command_line}")
    quiet = context.out.quiet or context.out.as_json
    flags = [*(["--quiet"] if quiet else []), *(["--json"] if as_json else [])]
    cli.main(["-C", str(folder), *flags, *step], prog_name="campaign", standalone_mode=False)
