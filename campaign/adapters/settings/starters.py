"""What `campaign init` wrote and nobody has replaced yet."""

import tomllib

from campaign.adapters.files.folder import SETTINGS_FILE
from campaign.adapters.settings.keys import KEYS
from campaign.adapters.settings.lines import key_lines, line_of
from campaign.core.settings.values import shown
from campaign.errors import Problem


def starters_left(source: str) -> tuple[Problem, ...]:
    """The keys of a readable campaign.toml that still hold the words of a new folder."""
    document = tomllib.loads(source)
    lines = key_lines(source)
    return tuple(
        Problem(
            SETTINGS_FILE,
            line_of(lines, (key.table, key.name)),
            f"{key.name} in [{key.table}] is still {shown(key.starter)}",
            "write your own",
        )
        for key in KEYS
        if key.starter and document.get(key.table, {}).get(key.name) == key.starter
    )
