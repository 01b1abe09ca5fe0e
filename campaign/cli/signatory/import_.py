"""`campaign signatory import` and `remove`: the coalition's directory of organisations, and sign-ons from a form."""

from pathlib import Path

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import ConfirmText, need_number, show_lines
from campaign.cli.signatory.common import report_owed, show_decision_mail
from campaign.cli.table_import import dry_run_option, read_table, report_fates, report_import, say_remarks
from campaign.core.languages.in_english import count_of
from campaign.errors import ProblemsFound
from campaign.services.acts.signon_acts import ENTER_COLLECTED, IMPORT_DIRECTORY, REMOVE_ORGANISATION
from campaign.services.people import importing, removing
from campaign.services.signons import collected
from campaign.services.signons.collected import CollectedPlan

_DIRECTORY, _SIGN_ONS = "directory", "sign-ons"


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--as",
    "kind",
    type=click.Choice((_DIRECTORY, _SIGN_ONS)),
    help="What the rows are. Default: sign-ons if FILE has email addresses, else the directory.",
)
@click.option(
    "--despite-doubles",
    is_flag=True,
    help="Enter sign-ons with a name similar to a known one: they are other organisations.",
)
@click.option("--confirm", type=int, metavar="N", help="The number of sign-ons, for scripts that cannot type it.")
@dry_run_option
@pass_campaign
def import_(
    context: Context, file: Path | None, kind: str | None, despite_doubles: bool, confirm: int | None, dry_run: bool
) -> None:
    """Import organisations from a table: signatories/organisations.csv, or FILE (CSV, .xlsx, .ods).

    Recognised columns: name, url, country, logo, state. A second import updates the rows that changed and adds no
    duplicates. Rows with errors are listed and skipped.

    A FILE with email addresses, such as the export of a form, holds sign-ons: each signer gets an email that asks to
    confirm, once you have typed their number. Columns: organisation, contact, role, mail, language, country, url.
    """
    folder = context.campaign.folder
    is_own, file = file is None, file or folder.organisations_csv
    data = read_table(file, "create it, or name a file: campaign signatory import FILE")
    path = folder.display_path(file.absolute())
    has_signers = kind is None and collected.is_collected(data, path)
    if kind == _SIGN_ONS or (has_signers and not is_own):
        if has_signers:
            context.out.remark(f"{path} has email addresses: its rows are sign-ons (else add --as {_DIRECTORY})")
        plan = collected.plan_collected(context.campaign, data, path, with_doubles=despite_doubles)
        _enter(context, plan, confirm, dry_run=dry_run)
        return
    if has_signers:
        context.out.remark(
            f"{path}: the email addresses are not used; to ask the signers to confirm, add --as {_SIGN_ONS}"
        )
    directory = importing.plan_organisations_import(context.campaign, data, path)
    if dry_run:
        report_fates(context, directory)
        return
    context.perform(IMPORT_DIRECTORY, directory)
    report_import(context, directory, "signatory")


def _enter(context: Context, plan: CollectedPlan, confirm: int | None, *, dry_run: bool) -> None:
    """Show the sign-ons and the first email, and enter them once their number is typed."""
    say_remarks(context, [str(problem) for problem in (*plan.reading.remarks, *plan.left_out)])
    rows = [(f"line {row.line}", row.value.name, row.value.person, row.value.address) for row in plan.new]
    show_lines(context, [f"  {line}" for line in align(rows)])
    problems = plan.problems
    counts = f"{count_of(plan.number, 'sign-on')} to enter, {len(plan.left_out)} known, {len(problems)} refused"
    context.out.say(f"{plan.path}: {counts}")
    entered = 0
    if plan.new:
        what = "the email that asks to confirm" if plan.number == 1 else "the first of the emails that ask to confirm"
        show_decision_mail(context, collected.first_mail(context.campaign, plan), what)
        if not dry_run:
            need_number(context, plan.number, confirm, ConfirmText("to enter", "entered", "sign-on"))
            entered = context.perform(ENTER_COLLECTED, plan)
            context.out.say(f"{count_of(entered, 'sign-on')} entered; each waits for its signer to confirm")
            report_owed(context)
    context.out.data(
        {
            "file": plan.path,
            "dry_run": dry_run,
            "entered": entered,
            "to_enter": [{"line": row.line, "name": row.value.name, "mail": row.value.address} for row in plan.new],
            "left_out": [{"line": problem.line, "message": problem.message} for problem in plan.left_out],
            "refused": [{"line": problem.line, "message": problem.message, "fix": problem.fix} for problem in problems],
            "remarks": [str(remark) for remark in plan.reading.remarks],
        }
    )
    if problems:
        refused = count_of(len({problem.line for problem in problems}), "row")
        raise ProblemsFound(
            f"{plan.path}: {refused} refused, {count_of(entered, 'sign-on')} entered",
            fix="fix the rows listed above and import again; for other organisations, add --despite-doubles",
            problems=problems,
        )


@click.command()
@click.argument("key")
@pass_campaign
def remove(context: Context, key: str) -> None:
    """Remove the organisation with the id KEY from the directory."""
    context.perform(REMOVE_ORGANISATION, removing.plan_organisation_removal(context.campaign, key))
    context.out.say(f"{key}: removed. Remove it from the CSV file too, or the next import adds it again.")
    context.out.data({"removed": key})
