"""`campaign backup` and `campaign restore`: one file with everything, and back."""

from dataclasses import asdict
from pathlib import Path

import click

from campaign.cli.context import Context, pass_folder
from campaign.cli.output import Output
from campaign.core.languages.in_english import count_of
from campaign.core.team.account import COMMAND_LINE
from campaign.services import backup as service
from campaign.services.acts.act import perform
from campaign.services.acts.backup_acts import BACK_UP


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", is_flag=True, help="Do not write: restore FILE to a temporary folder and verify it.")
@pass_folder
def backup(context: Context, file: Path, check: bool) -> None:
    """Write the whole campaign into FILE, while everything runs.

    FILE has letters, tables, logos, templates, settings, replies and the database. It has no passwords, but it has
    personal data, so only you can read it. Keep it elsewhere, and try it every month with --check: it notes
    the date, and `campaign doctor` asks for it.
    """
    result = (
        service.drill(context.campaign, file)
        if check
        else perform(context.campaign, COMMAND_LINE, BACK_UP, file).result
    )
    _show(context.out, result)
    if check:
        context.out.say(f"{file} is complete and can be restored; the date of this drill is noted for campaign doctor")
    else:
        context.out.say(f"written to {file}; not included: {', '.join(service.LEFT_OUT)}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@pass_folder
def restore(context: Context, file: Path, folder: Path) -> None:
    """Restore the backup FILE into FOLDER, a new or empty folder, and verify it."""
    result = service.restore(file, folder)
    _show(context.out, result)
    context.out.say(f"restored into {folder}. Next:")
    context.out.say(f"  write the passwords into {folder}/.env again")
    if result.facts.database == "postgresql":
        context.out.say("  copy the database back to PostgreSQL: campaign migrate-store postgresql://user@host/name")
    context.out.say(f"  campaign -C {folder} doctor")
    context.out.say("  before you send: find out what was sent since (campaign send log, campaign send settle)")


def _show(out: Output, result: service.Backup) -> None:
    facts = result.facts
    out.data({**asdict(facts), "files": result.files, "flaws": result.flaws})
    out.say(f"{facts.campaign}, {facts.made_at}, version {facts.program} of the program")
    out.say(
        f"  {count_of(result.files, 'file')}, {count_of(facts.versions, 'frozen version')},"
        f" {count_of(facts.signons, 'sign-on')}, {facts.lines} lines of the record"
    )
    if facts.last_digest:
        out.say(f"  last digest of the record: {facts.last_digest}")
    for flaw in result.flaws:
        out.remark(f"the database has a mismatch, and so has the backup: {flaw}")
