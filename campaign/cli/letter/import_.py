"""`campaign letter import`: import a letter with its addressees and signatories."""

from dataclasses import asdict
from pathlib import Path

import click

from campaign.cli.context import Context, pass_folder
from campaign.services.letters import intake
from campaign.services.letters.intake import ImportPlan, plan_import


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "name", default="", help="Name of the letter's folder. Default: made from the title.")
@click.option("--language", default="", help="Language of the text, for example en. Default: detected.")
@click.option(
    "--update", default="", metavar="NAME", help="Replace the text of this letter. The old text is saved beside it."
)
@click.option("--dry-run", is_flag=True, help="Print the letter and what to review; write nothing.")
@pass_folder
def import_letter(context: Context, file: Path, name: str, language: str, update: str, dry_run: bool) -> None:
    """Import a letter from FILE: Word (.docx), plain text, Markdown, or HTML saved by Word or Google Docs.

    Writes the letter, its addressees and its signatories, and lists what to review. Never overwrites a file. With
    --update it writes only the text: use it to import a file made by `campaign letter export --to edit.docx`.
    """
    plan = plan_import(context.campaign, file, name=name, language=language, update=update)
    commands: tuple[str, ...] = ()
    if dry_run:
        context.out.say(plan.draft.letter)
    else:
        result = intake.import_letter(context.campaign, plan)
        commands = result.commands
        if result.backup:
            backup = context.campaign.folder.display_path(result.backup)
            context.out.remark(f"the previous text is saved as {backup}")
    _show(context, plan, commands, written=not dry_run)


def _show(context: Context, plan: ImportPlan, commands: tuple[str, ...], *, written: bool) -> None:
    draft, out = plan.draft, context.out
    files = [context.campaign.folder.display_path(path) for path in plan.texts]
    out.data(
        {
            "letter": plan.name,
            "title": draft.title,
            "language": draft.language,
            "written": written,
            "files": files,
            "addressees": [person.name for person in draft.addressees],
            "organisations": [organisation.name for organisation in draft.organisations],
            "review": [asdict(problem) for problem in plan.review],
            "next": commands,
        }
    )
    is_new = plan.previous is None
    counts = f"; {len(draft.addressees)} addressees, {len(draft.organisations)} organisations" if is_new else ""
    out.say(f"{', '.join(files)}: {'was' if written else 'would be'} written{counts}. To look at: {len(plan.review)}")
    for problem in plan.review:
        out.say(f"  {problem}")
    for command in commands:
        out.say(f"next: {command}")
    if out.quiet:
        out.problems(plan.review)
