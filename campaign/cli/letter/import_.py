"""`campaign letter import`: import a letter with its addressees and signatories."""

from dataclasses import asdict
from pathlib import Path

import click

from campaign.cli.ask_setting import VOTE, ask_if_missing
from campaign.cli.context import Context, pass_folder
from campaign.cli.remark_lines import alike_lines
from campaign.core.languages.in_english import count_of
from campaign.errors import Problem
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
    """Import a letter from FILE: Word (.docx), .odt, .rtf, an email (.eml), plain text, Markdown, or HTML.

    Writes the letter, its addressees and its signatories, and lists what to review. Never overwrites a file. With
    --update it writes only the text: use it to import a file made by `campaign letter export --to edit.docx`.
    """
    if not dry_run:
        ask_if_missing(context.out, context.campaign, VOTE)
    plan = plan_import(context.campaign, file, name=name, language=language, update=update)
    commands: tuple[str, ...] = ()
    missing: tuple[Problem, ...] = ()
    if dry_run:
        context.out.say(plan.draft.letter)
    else:
        result = intake.import_letter(context.campaign, plan)
        commands, missing = result.commands, result.missing
        if result.backup:
            backup = context.campaign.folder.display_path(result.backup)
            context.out.remark(f"the previous text is saved as {backup}")
    _show(context, plan, commands, missing, written=not dry_run)


def _show(
    context: Context, plan: ImportPlan, commands: tuple[str, ...], missing: tuple[Problem, ...], *, written: bool
) -> None:
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
            "missing": [asdict(problem) for problem in missing],
            "next": commands,
        }
    )
    lines = alike_lines(plan.review)
    was = "was" if len(files) == 1 else "were"
    out.say(f"{', '.join(files)}: {was if written else 'would be'} written{_counts(plan)}.")
    if written and plan.starters:
        names = ", ".join(f"letters/{starter.name}" for starter in plan.starters)
        out.say(f"{names}: removed, because nobody had changed it since campaign init.")
    if written and plan.setting:
        out.say(f'campaign.toml: letter = "{plan.name}" was set.')
    if lines:
        out.say(f"To look at: {len(plan.review)}")
    for line in lines:
        out.say(f"  {line}")
    for problem in missing:
        out.say(f"to fill in: {problem}")
    for command in commands:
        out.say(f"next: {command}")
    if out.quiet:
        out.problems(plan.review)


def _counts(plan: ImportPlan) -> str:
    if plan.previous is not None:
        return ""
    draft = plan.draft
    addressees, organisations = len(draft.addressees), len(draft.organisations)
    return f"; {count_of(addressees, 'addressee')}, {count_of(organisations, 'organisation')}"
