"""Writes one setting into the text of campaign.toml. Every other line stays as a person wrote it."""

import re
import tomllib

from campaign.adapters.settings.toml import read_toml
from campaign.errors import UsageError


def with_setting(source: str, table: str, name: str, value: str | int) -> str:
    """The text with `name = "value"` in a table, in place of the old value or of the line that is commented out.

    Raises UsageError if the line cannot be placed, InvalidToml if the text is not valid TOML.
    """
    toml = read_toml(source)
    lines = source.splitlines(keepends=True)
    entry = f"{name} = {_text(value)}"
    at = _line_of(lines, table, name, is_set=toml.value(table, name) is not None)
    if at is None:
        lines.append(f"{'' if source.endswith(chr(10)) or not source else chr(10)}\n[{table}]\n{entry}\n")
    elif lines[at].lstrip().startswith("["):
        lines.insert(at + 1, f"{entry}\n")
    else:
        lines[at] = f"{entry}{_comment(lines[at])}\n"
    text = "".join(lines)
    if not _holds(text, table, name, value):
        raise UsageError(f"campaign.toml: {name} could not be written into [{table}]", fix=f"write {entry} yourself")
    return text


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


def _text(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _holds(text: str, table: str, name: str, value: str | int) -> bool:
    try:
        keys = tomllib.loads(text).get(table, {})
    except tomllib.TOMLDecodeError:
        return False
    return isinstance(keys, dict) and keys.get(name) == value
