"""`campaign letter export`: the letter as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import progress, situation
from campaign.errors import CampaignError, UsageError

if TYPE_CHECKING:
    from campaign.core.addressees import Addressee
    from campaign.services.letters.export import Export
    from campaign.services.waves.situation import Situation

_FOLDER = "export"


class _FormatName(click.ParamType[str]):
    """The name of a format; the table of them is only read when one is given."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "FORMAT"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from campaign.services.letters.export import FORMATS

        if value.lower() not in FORMATS:
            known = "; ".join(f"{name}: {each.meaning}" for name, each in FORMATS.items())
            self.fail(f"there is no format {value}. Formats are {known}", param, ctx)
        return value.lower()


@click.command("export")
@click.option("--to", "ending", type=_FormatName(), required=True, help="pdf, docx, edit.docx, html, txt, md or eml.")
@click.option("--addressee", "who", metavar="WHO", default="", help="For one addressee: key, mail or part of the name.")
@click.option("--all", "everybody", is_flag=True, help="A file for each addressee.")
@click.option("--neutral", is_flag=True, help="One for all addressees together, in each language. The default.")
@click.option("--draft", is_flag=True, help="The folder's text of now, although a version is frozen.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the files; without it, export/."
)
@pass_campaign
def export_letter(
    campaign: Context, ending: str, who: str, everybody: bool, neutral: bool, draft: bool, out: Path | None
) -> None:
    """Write the letter as files: its print, page, text, Markdown or mail.

    From the newest frozen version; while nothing is frozen, from the folder's text, marked as a draft. One that cannot
    be made is named with its cause, and the others are made.
    """
    from campaign.services.letters.export import Export

    if (who != "") + everybody + neutral > 1:
        raise UsageError("--addressee, --all and --neutral exclude each other", hint="give one of them")
    here = situation(campaign)
    if not here.letters:
        raise UsageError(f"letters/{here.name}: there is no text yet", hint="write letter.en.md")
    people = _people(here, ending, who, everybody=everybody, neutral=neutral)
    with Export(here, campaign.now(), as_draft=draft) as export:
        _export(campaign, export, ending, people, out or campaign.folder.root / _FOLDER)


def _people(here: Situation, ending: str, who: str, *, everybody: bool, neutral: bool) -> tuple[Addressee, ...] | None:
    """Whom files are made for; None for all together. Raises UsageError for what the format does not have."""
    from campaign.services.letters.export import FORMATS

    if who or everybody:
        if not FORMATS[ending].personal:
            raise UsageError(f"{ending} is the same for everybody", hint="leave out --addressee and --all")
        return here.addressees if everybody else (_one(here, who),)
    if not FORMATS[ending].neutral:
        hint = "say --all, or --addressee WHO"
        raise UsageError(f"a file {ending} is for one addressee" + (", not neutral" if neutral else ""), hint=hint)
    return None


def _one(here: Situation, who: str) -> Addressee:
    exact = [each for each in here.addressees if who in (each.key, each.mail)]
    found = exact or [each for each in here.addressees if who.casefold() in each.name.casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(each.name for each in (found or here.addressees)[:8]) or "nobody yet"
    what = f"{len(found)} addressees are meant by" if found else "no addressee is meant by"
    raise UsageError(f"{what} {who!r}", hint=f"name one of: {names}")


def _export(campaign: Context, export: Export, ending: str, people: tuple[Addressee, ...] | None, out: Path) -> None:
    from campaign.services.letters.export import pieces, written

    todo = pieces(export, ending, people)
    paths: list[Path] = []
    errors: list[CampaignError] = []
    with progress(campaign, f"writing {ending}", len(todo)) as told:
        for made in written(export, ending, todo, out):
            paths.append(made) if isinstance(made, Path) else errors.append(made)
            told()
    if ending == "pdf":
        campaign.out.problems(export.press.problems)
    for error in errors:
        campaign.out.remark(f"{error.message}" + (f"; {error.hint}" if error.hint else ""))
    _tell(campaign, export, paths, out)
    if errors:
        raise CampaignError(f"{len(errors)} of {len(todo)} files could not be made, each is named above")


def _tell(campaign: Context, export: Export, paths: list[Path], out: Path) -> None:
    here = export.situation
    if export.is_draft:
        campaign.out.remark("a draft: the folder's text of now, not a frozen version")
    elif here.stale:
        campaign.out.remark("the folder's text has changed since it was frozen; --draft exports the text of now")
    for path in paths[:8]:
        campaign.out.say(f"  {campaign.folder.shown(path)}  {path.stat().st_size / 1000:.0f} kB")
    if len(paths) > 8:
        campaign.out.say(f"  and {len(paths) - 8} more")
    version = "a draft" if export.is_draft or not here.version else f"version {here.version.number}"
    files = "1 file" if len(paths) == 1 else f"{len(paths)} files"
    campaign.out.say(f"{files} of {version} in {campaign.folder.shown(out)}/")
    campaign.out.data({"draft": export.is_draft, "files": [str(path) for path in paths]})
