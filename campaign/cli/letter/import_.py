"""`campaign letter import`: a letter, its addressees and its signatories from what people really have."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.adapters.files.folder import read_bytes
from campaign.cli.context import Context, pass_campaign
from campaign.errors import (
    CampaignError,
    FolderError,
    LetterError,
    Problem,
    Refused,
    SettingsError,
    UsageError,
    cause_of,
)

if TYPE_CHECKING:
    from campaign.adapters.files.folder import Folder
    from campaign.core.intake import Draft

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an import writes: each part's path. `organisations` is None where the letter names none. With `update` only
    the letter is written, in place of the one that is there."""

    name: str
    letter: Path
    addressees: Path
    organisations: Path | None
    directory_is_there: bool
    update: bool = False

    @property
    def blank(self) -> Path | None:
        """The coalition's directory, where the organisations are filled in: it may be there without rows."""
        return None if self.directory_is_there else self.organisations

    def texts(self, draft: Draft) -> dict[Path, str]:
        from campaign.core.intake import sheets

        if self.update:
            return {self.letter: draft.letter}
        texts = {self.letter: draft.letter, self.addressees: sheets.addressees(draft.addressees)}
        if self.organisations:
            texts[self.organisations] = sheets.organisations(draft.organisations)
        return texts


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "name", default="", help="Name of the letter's folder. Without it, made from the title.")
@click.option("--language", default="", help="Language of the text, for instance en. Without it, the text's own.")
@click.option("--update", default="", metavar="NAME", help="Put the text in place of that letter's, which is kept.")
@click.option("--dry-run", is_flag=True, help="Print the letter and what to look at; write nothing.")
@pass_campaign
def import_letter(campaign: Context, file: Path, name: str, language: str, update: str, dry_run: bool) -> None:
    """Make a letter of FILE: a Word file (.docx), raw text, Markdown, or HTML as Word and Google Docs save it.

    Writes the letter, its addressees and its signatories, never over a file that is there, and lists what to look at.
    With --update only the text is written: so a file of `campaign letter export --to edit.docx` comes back.
    """
    _check_options(name, language, update)
    draft = _draft(file, language)
    plan = _plan(campaign.folder, update or name or _named_after(draft, file), draft, update=bool(update))
    _check_place(campaign.folder, plan, draft)
    if dry_run:
        campaign.out.say(draft.letter)
    else:
        _write(campaign, plan, draft)
    _tell(campaign, plan, draft, dry_run=dry_run)


def _write(campaign: Context, plan: _Plan, draft: Draft) -> None:
    from campaign.adapters.files import atomic

    if plan.update:
        kept = atomic.supersede_file(plan.letter, draft.letter)
        campaign.out.remark(f"the text that stood there is kept as {campaign.folder.shown(kept)}")
    else:
        atomic.create_files(plan.texts(draft), blank=plan.blank)


def _check_options(name: str, language: str, update: str) -> None:
    if name and update:
        raise UsageError("--as and --update exclude each other", hint="--as makes a letter, --update changes one")
    if name and not _NAME.fullmatch(name):
        raise UsageError(f"--as {name!r} is no name of a folder", hint="use letters, digits and -, for instance ai-act")
    if language and not _LANGUAGE.fullmatch(language):
        raise UsageError(f"--language {language!r} is no language", hint="write a code such as en, de or fr")


def _draft(file: Path, language: str) -> Draft:
    from campaign.core.intake import LETTER, draft
    from campaign.core.intake.decode import decoded

    data = _bytes(file)
    if data.startswith(b"PK"):
        return _word_draft(file, data, language)
    text, remarks = decoded(data, str(file))
    try:
        made = draft(text, file.name, language)
    except LetterError as error:
        raise LetterError(f"{file}: {error.message}", hint=error.hint) from error
    encoding = tuple(Problem(LETTER, None, remark.what, remark.mend) for remark in remarks)
    return replace(made, review=(*encoding, *made.review))


def _bytes(file: Path) -> bytes:
    """The file's bytes, no more of them than any letter has."""
    from campaign.core.intake.word.archive import MOST_BYTES

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        cause = cause_of(error)
        raise FolderError(f"{file}: cannot be read ({cause})", hint="name a Word or text file") from error


def _word_draft(file: Path, data: bytes, language: str) -> Draft:
    from campaign.adapters import word
    from campaign.core.intake import draft_of

    try:
        return draft_of(word.source(data), language)
    except CampaignError as error:
        raise LetterError(f"{file}: {error.message}", hint=error.hint) from error


def _named_after(draft: Draft, file: Path) -> str:
    from campaign.core.tables.text import slug

    return slug(draft.title)[:60].rstrip("-") or slug(file.stem)[:60].rstrip("-") or "letter"


def _plan(folder: Folder, name: str, draft: Draft, *, update: bool) -> _Plan:
    there = _has_rows(folder.organisations_csv)
    place = folder.letter(name)
    directory = place / "signatories.csv" if there else folder.organisations_csv
    return _Plan(
        name,
        place / f"letter.{draft.language}.md",
        folder.addressees_csv(name),
        directory if draft.organisations and not update else None,
        there,
        update,
    )


def _has_rows(directory: Path) -> bool:
    """Whether it is there with more than the header that `campaign init` leaves."""
    from campaign.core.signatories.table import is_blank

    if directory.is_symlink() or not directory.is_file():
        return directory.exists()
    return not is_blank(read_bytes(directory))


def _check_place(folder: Folder, plan: _Plan, draft: Draft) -> None:
    """An update needs its file, a new letter the place for each of its own."""
    texts = plan.texts(draft)
    if plan.update:
        if not plan.letter.is_file():
            what = f"{folder.shown(plan.letter)}: there is no such text to update"
            raise UsageError(what, hint="give the letter's name, or import it as a new one: --as NAME")
        return
    there = [folder.shown(path) for path in texts if path != plan.blank and (path.exists() or path.is_symlink())]
    if there:
        raise Refused(
            f"{', '.join(there)}: there already; nothing was written",
            hint="import under another name: --as NAME",
        )


def _tell(campaign: Context, plan: _Plan, draft: Draft, *, dry_run: bool) -> None:
    files = {part: campaign.folder.shown(path) for part, path in _paths(plan).items()}
    review = [replace(each, path=files[each.path]) for each in draft.review if each.path in files]
    commands = [] if dry_run else _next(campaign, plan)
    campaign.out.data(
        {
            "letter": plan.name,
            "title": draft.title,
            "language": draft.language,
            "written": not dry_run,
            "files": list(files.values()),
            "addressees": [each.name for each in draft.addressees],
            "organisations": [each.name for each in draft.organisations],
            "review": [{"path": each.path, "line": each.line, "what": each.what, "mend": each.mend} for each in review],
            "next": commands,
        }
    )
    would = "would be" if dry_run else "was"
    counts = "" if plan.update else f"; {len(draft.addressees)} addressees, {len(draft.organisations)} organisations"
    campaign.out.say(f"{', '.join(files.values())}: {would} written{counts}. To look at: {len(review)}")
    for problem in review:
        campaign.out.say(f"  {problem}")
    for command in commands:
        campaign.out.say(f"next: {command}")
    if campaign.out.quiet:
        campaign.out.problems(review)


def _paths(plan: _Plan) -> dict[str, Path]:
    from campaign.core.intake import ADDRESSEES, LETTER, ORGANISATIONS

    paths = {LETTER: plan.letter}
    if plan.update:
        return paths
    paths[ADDRESSEES] = plan.addressees
    return {**paths, ORGANISATIONS: plan.organisations} if plan.organisations else paths


def _next(campaign: Context, plan: _Plan) -> list[str]:
    """What to do when the list is worked through."""
    from campaign.adapters.files.folder import letter_names

    commands = ["campaign letter check"]
    if plan.update:
        return commands
    chosen = _chosen(campaign)
    if chosen != plan.name and (chosen or len(letter_names(campaign.folder)) > 1):
        commands.insert(0, f'set letter = "{plan.name}" in campaign.toml')
    if plan.organisations:
        table = f" {campaign.folder.shown(plan.organisations)}" if plan.directory_is_there else ""
        commands.append(f"campaign signatory import{table}")
    return [*commands, f"campaign addressee import --letter {plan.name}"]


def _chosen(campaign: Context) -> str:
    """The letter that campaign.toml names; "" also where the settings are wrong, which is not this command's matter."""
    try:
        return campaign.settings.campaign.letter
    except SettingsError:
        return ""
