"""The command line, `campaign NOUN VERB`. Each command parses its arguments, calls a service and prints the result.

`main` is the only place that turns errors into messages and exit codes.
"""

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click

from campaign import __version__
from campaign.adapters.files.package_data import DOCS
from campaign.cli.lazy import LazyGroup
from campaign.cli.output import Invocation, Output
from campaign.errors import CampaignError, cause_of

_TABLE = {
    "init": ("campaign.cli.init", "init", "Create a campaign folder."),
    "status": ("campaign.cli.status", "status", "Show where the campaign stands and what to do next."),
    "timetable": ("campaign.cli.timetable", "timetable", "List the dates before the vote and what is late."),
    "settings": ("campaign.cli.settings", "settings", "Show and change what is set in campaign.toml and .env."),
    "doctor": ("campaign.cli.doctor", "doctor", "Check settings, mail login, the sender's domain and files."),
    "letter": ("campaign.cli.letter", "letter", "Import, check, freeze, compare and export the letter."),
    "draft": ("campaign.cli.draft", "draft", "Comment on a draft, suggest words, record who will sign."),
    "addressee": ("campaign.cli.addressee", "addressee", "Manage the people that the letter is written to."),
    "signatory": ("campaign.cli.signatory", "signatory", "Manage the organisations and people who sign."),
    "send": ("campaign.cli.send", "send", "Preview, test, rehearse and send the emails."),
    "mailbox": ("campaign.cli.mailbox", "mailbox", "Sign in to a mailbox at Microsoft or Google."),
    "reply": ("campaign.cli.reply", "reply", "Fetch and list replies, record positions, see who to call."),
    "vote": ("campaign.cli.vote", "vote", "Import votes, and see how people voted on what was asked."),
    "publish": ("campaign.cli.publish", "publish", "Write the letter's public site to a folder."),
    "press": ("campaign.cli.press", "press", "Write the letter's press pack to a folder."),
    "serve": ("campaign.cli.serve", "serve", "Run the website where people sign."),
    "desk": ("campaign.cli.desk", "desk", "Run the campaign in your browser, and let people in."),
    "worker": ("campaign.cli.worker", "worker", "Send from several machines at once (PostgreSQL)."),
    "person": ("campaign.cli.person", "person", "Export or erase the data held about a person."),
    "purge": ("campaign.cli.person", "purge", "Delete the signers' personal data after the campaign."),
    "verify": ("campaign.cli.verify", "verify", "Recompute every digest and report differences."),
    "backup": ("campaign.cli.backup", "backup", "Write the whole campaign into one file, while it runs."),
    "restore": ("campaign.cli.backup", "restore", "Restore a backup into a new folder."),
    "trust": ("campaign.cli.trust", "trust", "Let the folder's own templates and commands run here."),
    "migrate-store": ("campaign.cli.migrate_store", "migrate_store", "Copy the campaign's data to another database."),
    "demo": ("campaign.cli.demo", "demo", "Run the sample campaign, from draft to delivery."),
}

# Python looks for cycles whenever 700 objects are new, and nearly all of ours are values without cycles. Less often is
# enough, and sending takes less of the processor.
NEW_OBJECTS = 20_000


@click.group(
    cls=LazyGroup,
    table=_TABLE,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"\b\nDocumentation: {DOCS}",  # \b: the path stays on one line
)
@click.option(
    "-C", "--folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="The campaign folder."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.version_option(__version__, prog_name="campaign")
@click.pass_context
def cli(ctx: click.Context, folder: Path, as_json: bool, quiet: bool) -> None:
    """Campaign letters and their signatories, from draft to delivery.

    Exit codes: 0 done, 1 failed, 2 usage, 3 refused for safety, 4 checks found problems, 5 partly sent,
    130 interrupted.
    """
    output = ctx.obj or Output()
    output.as_json, output.quiet = as_json, quiet
    ctx.obj = Invocation(folder, output)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit with its exit code; errors are printed to stderr."""
    gc.set_threshold(NEW_OBJECTS)
    code = _run(arguments)
    losses = [_drop_unwritten(stream) for stream in (sys.stdout, sys.stderr)]
    sys.exit(code or int(any(losses)))


def _run(arguments: list[str] | None) -> int:
    """Run a command and return its exit code."""
    output = Output()
    try:
        code = cli.main(arguments, prog_name="campaign", standalone_mode=False, obj=output)
    except click.exceptions.Abort:
        return _print_error(output, CampaignError("interrupted"), 130)
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        _print_failure(output, CampaignError(error.format_message()), error.exit_code)
        return error.exit_code
    except CampaignError as error:
        return _print_error(output, error, error.exit_code)
    except OSError as error:  # a full disk behind `>`, a closed terminal
        return _print_error(output, CampaignError(f"{error.filename or 'output'}: {cause_of(error)}"), 1)
    return code if isinstance(code, int) else 0


def _print_error(output: Output, error: CampaignError, code: int) -> int:
    """Print an error, as far as stderr can be written, and return the exit code."""
    with suppress(OSError):
        for problem in error.problems:
            output.error(str(problem))
        output.error(error.message)
        if error.fix:
            output.error(f"  next: {error.fix}")
    _print_failure(output, error, code)
    return code


def _print_failure(output: Output, error: CampaignError, code: int) -> None:
    with suppress(OSError):
        output.failure(error.message, code, error.fix, error.problems)


def _drop_unwritten(stream: TextIO | None) -> bool:
    """Drop what a stream could not write; otherwise Python tries again at exit and changes the exit code to 120.

    Returns whether anything was dropped. A stream that was closed before the program started is None.
    """
    if stream is None:
        return False
    try:
        stream.flush()
    except OSError:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
        return True
    return False
