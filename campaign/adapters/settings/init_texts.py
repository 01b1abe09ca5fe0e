"""Finds texts of `campaign init` that nobody has replaced yet."""

from campaign.adapters.files.folder import SETTINGS_FILE
from campaign.adapters.settings.toml import read_toml
from campaign.core.settings import KEYS
from campaign.core.settings.kinds import display_value
from campaign.errors import Problem


def remaining_starters(source: str) -> tuple[Problem, ...]:
    """A problem for each key of a valid campaign.toml that still has its starter text."""
    toml = read_toml(source)
    return tuple(
        Problem(
            SETTINGS_FILE,
            toml.line(key.table, key.name),
            f"{key.name} in [{key.table}] is still {display_value(key.starter)}",
            "replace it with your own",
        )
        for key in KEYS.values()
        if key.starter and toml.value(key.table, key.name) == key.starter
    )
