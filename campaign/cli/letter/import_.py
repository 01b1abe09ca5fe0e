"""`campaign letter import`: a letter, its addressees and its signatories from what people really have."""

from dataclasses import asdict
from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.services.letters import intake
from campaign.services.letters.intake import ImportPlan, plan_import


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "name", default="", help="Name of the letter's folder. Without it, made from the title.")
@click.option("--language", default="", help="Language of the text, for instance en. Without it, the text's own.")
@click.option("--update", default="", metavar="NAME", help="Put the text in place of that letter's, which is kept.")
@click.option("--dry-run", is_flag=True, help="Print the letter and what to look at; write nothing.")
@pass_campaign
def import_letter(context: Context, file: Path, name: str, language: str, update: str, dry_run: bool) -> None:
    """Make a letter of FILE: a Word file (.docx), raw text, Markdown, or HTML as Word and Google Docs save it.

    Writes the letter, its addressees and its signatories, never over a file that is there, and lists what to look at.
    With --update only the text is written: so a file of `campaign letter export --to edit.docx` comes back.
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
            context.out.remark(f"the text that stood there is kept as {backup}")
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
