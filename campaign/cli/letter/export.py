"""`campaign letter export`: write the letter to files."""

from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import progress, remark_on_pending_imports
from campaign.core.languages.in_english import count_of
from campaign.errors import CampaignError, UsageError
from campaign.services.letters.formats import FORMATS, Export, ExportFile, plan_export, write_export

_FOLDER = "export"


class _FormatName(click.ParamType[str]):
    """The name of an export format."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "FORMAT"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value.lower() not in FORMATS:
            known = "; ".join(f"{name}: {known_format.meaning}" for name, known_format in FORMATS.items())
            self.fail(f"{value} is not a format. Formats: {known}", param, ctx)
        return value.lower()


@click.command("export")
@click.option("--to", "ending", type=_FormatName(), required=True, help="pdf, docx, edit.docx, html, txt, md or eml.")
@click.option(
    "--addressee", "who", metavar="WHO", default="", help="For one addressee: key, email address or part of the name."
)
@click.option("--all", "everybody", is_flag=True, help="One file per addressee.")
@click.option("--neutral", is_flag=True, help="One file per language, for all addressees together. The default.")
@click.option("--draft", is_flag=True, help="Export the current text of the folder, even if a version is frozen.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the files. Default: export/.")
@pass_campaign
def export_letter(
    context: Context, ending: str, who: str, everybody: bool, neutral: bool, draft: bool, out: Path | None
) -> None:
    """Write the letter to files: print, web page, text, Markdown or email.

    Exports the newest frozen version or, if nothing is frozen, the current text, marked as a draft. If a file cannot be
    made, the command says why and writes the others.
    """
    if (who != "") + everybody + neutral > 1:
        raise UsageError("--addressee, --all and --neutral cannot be used together", fix="use only one of them")
    with Export(context.campaign, as_draft=draft) as export:
        remark_on_pending_imports(context)
        files = plan_export(export, ending, who=who, everybody=everybody, neutral=neutral)
        _write(context, export, ending, files, out or context.campaign.folder.root / _FOLDER)


def _write(context: Context, export: Export, ending: str, files: tuple[ExportFile, ...], out: Path) -> None:
    paths: list[Path] = []
    errors: list[CampaignError] = []
    with progress(context, f"writing {ending}", len(files)) as advance:
        for result in write_export(export, files, out):
            paths.append(result) if isinstance(result, Path) else errors.append(result)
            advance()
    if ending == "pdf":
        context.out.problems(export.problems)
    for error in errors:
        context.out.remark(f"{error.message}" + (f"; {error.fix}" if error.fix else ""))
    _show(context, export, paths, out)
    if errors:
        raise CampaignError(f"{len(errors)} of {len(files)} files could not be made; see the messages above")


def _show(context: Context, export: Export, paths: list[Path], out: Path) -> None:
    state, folder = export.state, context.campaign.folder
    if export.is_draft:
        context.out.remark("draft: this is the current text of the folder, not a frozen version")
    elif state.is_stale:
        context.out.remark(
            "the text in the folder has changed since it was frozen; to export the current text, use --draft"
        )
    for path in paths[:8]:
        context.out.say(f"  {folder.display_path(path)}  {path.stat().st_size / 1000:.0f} kB")
    if len(paths) > 8:
        context.out.say(f"  ... and {len(paths) - 8} more")
    version = "a draft" if export.is_draft or not state.version else f"version {state.version.number}"
    number = count_of(len(paths), "file")
    context.out.say(f"{number} of {version} in {folder.display_path(out)}/")
    context.out.data({"draft": export.is_draft, "files": [str(path) for path in paths]})
