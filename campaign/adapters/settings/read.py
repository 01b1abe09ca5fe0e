"""Reads campaign.toml, `.env` and the environment, and reports all problems in one error."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from campaign.adapters.files.folder import SETTINGS_FILE, read_text
from campaign.adapters.settings.convert import SettingsReader
from campaign.adapters.settings.environment import ENV_FILE, read_variables
from campaign.adapters.settings.toml import InvalidToml, Toml, read_toml
from campaign.adapters.settings.unknown import unknown_keys
from campaign.core.languages.in_english import count_of
from campaign.core.settings import Settings
from campaign.core.settings.servers import ANY_CERTIFICATE
from campaign.errors import Problem, SettingsError


def load(root: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of the campaign folder `root`. `environ` overrides `.env`; its default is os.environ.

    Raises SettingsError with all problems at once, FolderError when a file cannot be read.
    """
    dotenv = root / ENV_FILE
    return parse(
        read_text(root / SETTINGS_FILE),
        read_text(dotenv) if dotenv.exists() else "",
        os.environ if environ is None else environ,
        root,
    )


def parse(source: str, dotenv: str, environ: Mapping[str, str], root: Path | None = None) -> Settings:
    """Read the settings from the texts of campaign.toml and `.env`. Paths in them are relative to `root`, the campaign
    folder. Raises SettingsError with all problems at once."""
    toml = read_settings_file(source)
    variables, wrong_variables = read_variables(dotenv, environ)
    reader = SettingsReader(toml, variables, [*unknown_keys(toml), *wrong_variables])
    settings = reader.settings()
    if reader.problems:
        raise _error(reader.problems)
    return _with_paths(settings, root) if root else settings


def read_settings_file(source: str) -> Toml:
    """The keys and values in the text of campaign.toml, whatever they are. Raises SettingsError if it is not TOML."""
    try:
        return read_toml(source)
    except InvalidToml as error:
        raise _error([error.problem]) from None


def _with_paths(settings: Settings, root: Path) -> Settings:
    """The settings with the full paths of certificates."""

    def full(path: str) -> str:
        return str(root / path) if path and path != ANY_CERTIFICATE else path

    smtp, imap = settings.smtp, settings.imap
    return replace(
        settings,
        smtp=smtp and replace(smtp, certificate=full(smtp.certificate)),
        imap=imap and replace(imap, certificate=full(imap.certificate)),
    )


def _error(problems: Sequence[Problem]) -> SettingsError:
    count = count_of(len(problems), "problem")
    ordered = sorted(problems, key=lambda problem: (problem.path, problem.line or 0))
    return SettingsError(f"the settings cannot be used: {count}", fix="correct the lines above", problems=ordered)
