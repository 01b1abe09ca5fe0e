"""The table of keys as text: docs/settings.md, the campaign.toml of a new folder, and its .env.example."""

from collections.abc import Iterator, Mapping

from campaign.adapters.settings.keys import KEYS, TABLES, VARIABLES, Key
from campaign.core.settings.values import shown

_INTRO = """\
# Settings

Made from the program's own table of keys by `python -m tools.docs`; edit
`campaign/adapters/settings/keys.py`, not this page.

`campaign.toml` in the campaign's folder holds the settings, `.env` beside it (or the environment) the secrets. Both
are read at each command and strictly: an unknown key, a wrong value or a missing one is named with its line, and
nothing is done until it is mended. `campaign init DIR` writes a file to start from, `campaign doctor` checks it.

Times are local to the campaign's `zone`. A time that the clocks jump over, or show twice, is refused.
"""

_VARIABLES = """\
## Secrets: .env and the environment

A password never stands in `campaign.toml`; there it is refused. Write these into `.env` (which git leaves out and only
you should be able to read: `chmod 600 .env`) or set them in the environment, which wins. Nothing in a value is
expanded, so a password may hold `$`.

| Variable | What it is |
|---|---|
"""


_HEAD = """\
# The settings of this campaign. A line that begins with # is a remark, or a key that can be left out.
# Secrets belong in .env, never in this file.
"""


def reference() -> str:
    """docs/settings.md."""
    tables = "".join(_table(table, meaning) for table, meaning in TABLES.items())
    variables = "".join(f"| `{each.name}` | {each.meaning} |\n" for each in VARIABLES)
    return f"{_INTRO}\n{tables}{_VARIABLES}{variables}"


def starter_file(given: Mapping[tuple[str, str], str]) -> str:
    """A commented campaign.toml. `given` holds values for keys by (table, key); the needed rest is left to fill in."""
    blocks = [_HEAD]
    for table, meaning in TABLES.items():
        lines = [f"[{table}] # {meaning}"]
        for key in (key for key in KEYS if key.table == table):
            lines += _lines(key, given.get((key.table, key.name), key.starter))
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def starter_env() -> str:
    """.env.example: a copy of it, named .env, holds the secrets."""
    lines = [f"# {each.meaning}\n{'' if not each.key else '# '}{each.name}=\n" for each in VARIABLES]
    head = "# Copy this file to .env, then `chmod 600 .env`. Only .env is read, and git leaves it out.\n"
    return "\n".join([head, *lines])


def _lines(key: Key, value: str) -> Iterator[str]:
    yield f"# {key.meaning}"
    if value:
        yield f"{key.name} = {shown_whole(value)}"
    else:
        yield f"# {key.name} = {shown(key.example if key.default in (None, '') else key.default)}"


def shown_whole(value: str) -> str:
    """A value as TOML text, however long."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _table(table: str, meaning: str) -> str:
    rows = "".join(_row(key) for key in KEYS if key.table == table)
    return (
        f"## [{table}]\n\n{meaning}\n\n"
        f"| Key | What it is | Expected | For instance | Without it |\n|---|---|---|---|---|\n{rows}\n"
    )


def _row(key: Key) -> str:
    without = "refused: it is needed" if key.needed else key.otherwise or f"`{shown(key.default)}`"
    return f"| `{key.name}` | {key.meaning} | {key.kind.expected} | `{shown(key.example)}` | {without} |\n"
