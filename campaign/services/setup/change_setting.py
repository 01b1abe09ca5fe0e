"""Settings that a command writes into campaign.toml, and those that are still missing."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files.atomic import replace_file
from campaign.adapters.files.folder import Folder, read_text
from campaign.adapters.settings import load, remaining_starters
from campaign.adapters.settings.edit import with_setting
from campaign.adapters.settings.read import parse
from campaign.adapters.settings.toml import InvalidToml, read_toml
from campaign.errors import Problem, Refused, SettingsError, UsageError


@dataclass(frozen=True, slots=True)
class SettingPlan:
    """A setting that would be written into campaign.toml."""

    folder: Folder
    name: str
    value: str
    before: str
    """The text of campaign.toml now."""
    after: str
    """The text with the setting."""


def missing_settings(folder: Folder) -> tuple[Problem, ...]:
    """What is wrong or not filled in in campaign.toml, by line; empty if the campaign can work with it."""
    try:
        load(folder.root)
    except SettingsError as error:
        return tuple(error.problems)
    return remaining_starters(read_text(folder.settings))


def is_over(root: Path, now: dt.datetime) -> bool:
    """Whether the vote in campaign.toml is before `now` (aware). False if the settings cannot be used yet."""
    try:
        return load(root).campaign.vote_at <= now
    except SettingsError:
        return False


def setting_in_file(folder: Folder, table: str, name: str) -> str:
    """A setting as campaign.toml has it, even if others are wrong; "" if it is missing or the file is not valid."""
    try:
        value = read_toml(read_text(folder.settings)).value(table, name)
    except InvalidToml:
        return ""
    return value if isinstance(value, str) else ""


def plan_setting(folder: Folder, table: str, name: str, value: str) -> SettingPlan:
    """The setting in the text of campaign.toml. Raises UsageError for a value that is not valid."""
    before = read_text(folder.settings)
    after = with_setting(before, table, name, value)
    try:
        parse(after, "", {})
    except SettingsError as error:
        wrong = [problem for problem in error.problems if problem.message.startswith(f"{name} ")]
        if wrong:
            raise UsageError(f"{wrong[0].message}; {wrong[0].fix}", fix="nothing was written") from None
    return SettingPlan(folder, name, value, before, after)


def change_setting(plan: SettingPlan) -> None:
    """Write campaign.toml as planned. Raises Refused when it has changed since, FolderError if it cannot be written."""
    if read_text(plan.folder.settings) != plan.before:
        raise Refused("campaign.toml: has changed in the meantime; nothing was written", fix="run the command again")
    replace_file(plan.folder.file_to_write(plan.folder.settings), plan.after.encode(), durable=True)
