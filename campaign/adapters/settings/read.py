"""campaign.toml, `.env` and the environment, read once and strictly: all that is wrong is named in one error."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from campaign.adapters.files.folder import SETTINGS_FILE, read_text
from campaign.adapters.settings.assemble import Reading, assembled
from campaign.adapters.settings.environment import ENV_FILE, gathered
from campaign.adapters.settings.lines import key_lines
from campaign.adapters.settings.unknown import strangers
from campaign.core.settings import Settings
from campaign.errors import Problem, SettingsError

_MOST_CHARACTERS = 1_000_000
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def load(root: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of the campaign folder `root`; `environ` is os.environ unless given, and wins over `.env`.

    Raises SettingsError with all problems at once, FolderError when a file cannot be read.
    """
    dotenv = root / ENV_FILE
    return parse(
        read_text(root / SETTINGS_FILE),
        read_text(dotenv) if dotenv.exists() else "",
        os.environ if environ is None else environ,
    )


def parse(source: str, dotenv: str, environ: Mapping[str, str]) -> Settings:
    """The settings in the texts of campaign.toml and `.env`. Raises SettingsError with all problems at once."""
    document = _document(source)
    lines = key_lines(source)
    variables, wrong_variables = gathered(dotenv, environ)
    reading = Reading(document, lines, variables, [*strangers(document, lines), *wrong_variables])
    settings = assembled(reading)
    if settings is None or reading.problems:
        raise _error(reading.problems)
    return settings


def _document(source: str) -> dict[str, Any]:
    if len(source) > _MOST_CHARACTERS:
        raise _error([Problem(SETTINGS_FILE, None, "too large for settings", "look whether it is the right file")])
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise _error([_syntax(str(error), source)]) from None
    except (RecursionError, ValueError):  # nested a thousand deep; a number of thousands of digits
        raise _error([Problem(SETTINGS_FILE, None, "not understood as TOML", "look for stray brackets")]) from None


def _syntax(message: str, source: str) -> Problem:
    place = _PLACE.search(message)
    line, column = place.groups() if place else (None, None)
    what = _PLACE.sub("", message)
    shown = f"not valid TOML ({what[:1].lower()}{what[1:]}{f', column {column}' if column else ''})"
    mend = 'write name = "value", text in straight quotes, a key once'
    return Problem(SETTINGS_FILE, int(line) if line else source.count("\n", 0, len(source.rstrip())) + 1, shown, mend)


def _error(problems: list[Problem]) -> SettingsError:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    ordered = sorted(problems, key=lambda problem: (problem.path, problem.line or 0))
    return SettingsError(f"the settings cannot be used: {count}", hint="mend what is named above", problems=ordered)
