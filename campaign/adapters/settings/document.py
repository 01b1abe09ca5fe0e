"""The settings as text: docs/settings.md, the campaign.toml of a new folder, and its .env.example."""

from collections.abc import Iterator, Mapping

from campaign.core.settings import KEYS
from campaign.core.settings.key import HasTable, SettingKey, Variable, keys_of
from campaign.core.settings.kinds import display_value
from campaign.core.settings.settings import TABLES

_INTRO = """\
# Settings

Made from the program's own settings by `python -m tools.docs`; edit `campaign/core/settings/`, not this page.

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
    variables = "".join(f"| `{variable.name}` | {meaning} |\n" for variable, meaning in _variables())
    return f"{_INTRO}\n{''.join(map(_table_section, TABLES))}{_VARIABLES}{variables}"


def starter_file(values: Mapping[tuple[str, str], str]) -> str:
    """A commented campaign.toml. `given` holds values for keys by (table, key); the needed rest is left to fill in."""
    blocks = [_HEAD]
    for table in TABLES:
        lines = [f"[{table.TABLE.name}] # {table.TABLE.meaning}"]
        for key in _file_keys(table):
            lines += _key_lines(key, values.get((key.table, key.name), key.starter))
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def starter_env() -> str:
    """.env.example: a copy of it, named .env, holds the secrets."""
    lines = [f"# {meaning}\n{'' if variable.secret else '# '}{variable.name}=\n" for variable, meaning in _variables()]
    head = "# Copy this file to .env, then `chmod 600 .env`. Only .env is read, and git leaves it out.\n"
    return "\n".join([head, *lines])


def _variables() -> list[tuple[Variable, str]]:
    """Each variable with its meaning; those that may hold a secret first."""
    variables = [(key.variable, _meaning(key, key.variable)) for key in KEYS.values() if key.variable]
    return sorted(variables, key=lambda pair: not pair[0].secret)


def _meaning(key: SettingKey, variable: Variable) -> str:
    if not key.in_file:
        return key.meaning
    return f"In place of {key.name} in [{key.table}]{', with its password' if variable.secret else ''}."


def _file_keys(table: type[HasTable]) -> list[SettingKey]:
    return [key for key in keys_of(table).values() if key.in_file]


def _key_lines(key: SettingKey, value: str) -> Iterator[str]:
    yield f"# {key.meaning}"
    if value:
        yield f"{key.name} = {_toml_text(value)}"
    else:
        yield f"# {key.name} = {display_value(key.example if key.default is None else key.default)}"


def _toml_text(value: str) -> str:
    """A value as TOML text, however long."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _table_section(table: type[HasTable]) -> str:
    return (
        f"## [{table.TABLE.name}]\n\n{table.TABLE.meaning}\n\n"
        f"| Key | What it is | Expected | For instance | Without it |\n|---|---|---|---|---|\n"
        f"{''.join(map(_row, _file_keys(table)))}\n"
    )


def _row(key: SettingKey) -> str:
    without = "refused: it is needed" if key.required else key.otherwise or f"`{display_value(key.default)}`"
    return f"| `{key.name}` | {key.meaning} | {key.kind.expected} | `{display_value(key.example)}` | {without} |\n"
