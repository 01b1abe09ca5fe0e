"""Writes settings into the text of campaign.toml. Every other line stays as a person wrote it."""

import re
import tomllib
from collections.abc import Mapping
from typing import TypeAlias

import tomlkit
from tomlkit.exceptions import TOMLKitError

from campaign.adapters.settings.toml import Toml, read_toml
from campaign.errors import UsageError

SettingValue: TypeAlias = str | int | float | bool
Changes: TypeAlias = Mapping[tuple[str, str], SettingValue | None]
"""The new value of each key, by table and name; None to remove the key."""


def with_settings(source: str, changes: Changes) -> str:
    """The text with all changes. Raises UsageError if one cannot be written, InvalidToml for a text that is no TOML."""
    for (table, name), value in changes.items():
        source = without_setting(source, table, name) if value is None else with_setting(source, table, name, value)
    return source


def with_setting(source: str, table: str, name: str, value: SettingValue) -> str:
    """The text with `name = "value"` in a table, in place of the old value or of the line that is commented out.

    Raises UsageError if it cannot be written, InvalidToml if the text is not valid TOML.
    """
    toml = read_toml(source)
    for text in (_with_line(toml, table, name, value), _rewritten(source, table, name, value)):
        if _holds(text, toml, table, name, value):
            return text
    fix = f"write {name} = {_text(value)} yourself"
    raise UsageError(f"campaign.toml: {name} could not be written into [{table}]", fix=fix)


def without_setting(source: str, table: str, name: str) -> str:
    """The text without a key: its line becomes a comment. Raises what `with_setting` raises."""
    toml = read_toml(source)
    if toml.value(table, name) is None:
        return source
    lines = source.splitlines(keepends=True)
    at = _line_of(lines, table, name, is_set=True)
    if at is not None and not lines[at].lstrip().startswith("["):
        lines[at] = f"# {lines[at]}"
    for text in ("".join(lines), _rewritten(source, table, name, None)):
        if _holds(text, toml, table, name, None):
            return text
    raise UsageError(f"campaign.toml: {name} could not be removed from [{table}]", fix="remove the line yourself")


def _with_line(toml: Toml, table: str, name: str, value: SettingValue) -> str:
    """The text with the key on a line of its own. Not valid if the file writes the key in another way."""
    source = toml.source
    lines = source.splitlines(keepends=True)
    entry = f"{name} = {_text(value)}"
    at = _line_of(lines, table, name, is_set=toml.value(table, name) is not None)
    if at is None:
        lines.append(f"{'' if source.endswith(chr(10)) or not source else chr(10)}\n[{table}]\n{entry}\n")
    elif lines[at].lstrip().startswith("["):
        lines.insert(at + 1, f"{entry}\n")
    else:
        lines[at] = f"{entry}{_comment(lines[at])}\n"
    return "".join(lines)


def _rewritten(source: str, table: str, name: str, value: SettingValue | None) -> str:
    """The text with the key written, or removed, wherever the file has it: on several lines, with dots, in braces."""
    try:
        document = tomlkit.parse(source)
        keys = document.setdefault(table, tomlkit.table())
        if value is None:
            keys.remove(name)
        else:
            keys[name] = value
        return tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, TypeError):  # a form that tomlkit cannot change: `[[table]]`, `table = 1`
        return source


def _line_of(lines: list[str], table: str, name: str, *, is_set: bool) -> int | None:
    """The index of the key's line, else of the comment that shows it, else of the table's head; None without one."""
    head = next((at for at, line in enumerate(lines) if re.match(rf"\s*\[\s*{re.escape(table)}\s*\]", line)), None)
    if head is None:
        return None
    below = range(head + 1, len(lines))
    end = next((at for at in below if lines[at].lstrip().startswith("[")), len(lines))
    pattern = re.compile(rf"\s*{'' if is_set else '#?'}\s*{re.escape(name)}\s*=")
    return next((at for at in range(head + 1, end) if pattern.match(lines[at])), head)


def _comment(line: str) -> str:
    """The comment behind a value that is a plain text, with the space before it; "" if there is none."""
    match = re.match(r"""\s*[\w-]+\s*=\s*(?:"[^"\\]*"|'[^']*'|[^"'#\s]+)(\s+#.*)$""", line.rstrip("\r\n"))
    return match[1] if match else ""


def _text(value: SettingValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _holds(text: str, before: Toml, table: str, name: str, value: SettingValue | None) -> bool:
    """Whether a text has the value, and everything else as before."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    keys = before.tables.get(table, {})
    expected = {key: other for key, other in keys.items() if key != name} if isinstance(keys, dict) else {}
    if value is not None:
        expected[name] = value
    return {table: {}, **tables} == {**before.tables, table: expected}
