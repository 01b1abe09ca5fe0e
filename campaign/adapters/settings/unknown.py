"""Tables and keys that nobody reads: a misspelt setting must not be silently without effect."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from campaign.adapters.files.folder import SETTINGS_FILE
from campaign.adapters.settings.keys import KEYS, PASSWORD, SECRET_NAMES, TABLES, names
from campaign.adapters.settings.lines import KeyPath, line_of
from campaign.core.settings.values import shown
from campaign.errors import Problem


def strangers(document: Mapping[str, Any], lines: Mapping[KeyPath, int]) -> Iterator[Problem]:
    """What stands in campaign.toml and does not belong there."""
    for table, content in document.items():
        place = line_of(lines, (table,))
        if table in TABLES and isinstance(content, dict):
            for name in content:
                if name not in names(table):
                    yield Problem(SETTINGS_FILE, line_of(lines, (table, name)), *_key(table, name))
        elif table in TABLES:
            mend = f"write [{table}] on a line of its own and its keys below"
            yield Problem(SETTINGS_FILE, place, f"{table} is {shown(content)}", mend)
        elif isinstance(content, dict):
            yield Problem(SETTINGS_FILE, place, *_table(table))
        else:
            yield Problem(SETTINGS_FILE, place, *_loose(table))


def _table(table: str) -> tuple[str, str]:
    near = difflib.get_close_matches(table, TABLES, 1)
    known = ", ".join(f"[{each}]" for each in TABLES)
    return f"unknown table [{_plain(table)}]", f"did you mean [{near[0]}]?" if near else f"known tables: {known}"


def _key(table: str, name: str) -> tuple[str, str]:
    if name.lower() in SECRET_NAMES:
        return _secret(name)
    what = f"unknown key {_plain(name)} in [{table}]"
    if near := difflib.get_close_matches(name, names(table), 1):
        return what, f"did you mean {near[0]}?"
    return what, _home(name) or f"known keys: {', '.join(names(table))}"


def _loose(name: str) -> tuple[str, str]:
    if name.lower() in SECRET_NAMES:
        return _secret(name)
    known = ", ".join(f"[{each}]" for each in TABLES)
    return f"key {_plain(name)} stands in no table", _home(name) or f"known tables: {known}"


def _home(name: str) -> str:
    homes = [f"[{key.table}]" for key in KEYS if key.name == name]
    return f"it belongs below {' or '.join(homes)}" if homes else ""


def _secret(name: str) -> tuple[str, str]:
    return (
        f"{name} is a secret and does not belong in this file",
        f"take it out, and write {PASSWORD}=... into .env or set it in the environment",
    )


def _plain(name: str) -> str:
    """A key's name as it can be shown: bare where it is one word, else quoted."""
    return name if name.replace("-", "_").isidentifier() else shown(name)
