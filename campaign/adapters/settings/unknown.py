"""Finds unknown tables and keys, so that a misspelt setting is not silently ignored."""

import difflib
from collections.abc import Iterator, Mapping

from campaign.adapters.files.folder import SETTINGS_FILE
from campaign.adapters.settings.toml import Toml
from campaign.core.settings import KEYS
from campaign.core.settings.key import keys_of
from campaign.core.settings.kinds import display_value
from campaign.core.settings.oauth import CLIENT_SECRET
from campaign.core.settings.servers import IMAP_PASSWORD, SMTP_PASSWORD
from campaign.core.settings.settings import TABLES
from campaign.errors import Problem

_KEY_NAMES: Mapping[str, tuple[str, ...]] = {
    table.TABLE.name: tuple(key.name for key in keys_of(table).values() if key.in_file) for table in TABLES
}
_KNOWN_TABLES = f"known tables: {', '.join(f'[{table}]' for table in _KEY_NAMES)}"
_SECRET_VARIABLES = {
    key.variable.name.lower(): key.variable.name for key in KEYS.values() if key.variable and key.variable.secret
}
# Names that people use for a password, which must not be in campaign.toml.
_SECRET_NAMES = frozenset(
    ["password", "passwd", "pass", "pwd", "secret", "token", "smtp_password", "imap_password", "client_secret"]
).union(_SECRET_VARIABLES)


def unknown_keys(toml: Toml) -> Iterator[Problem]:
    """A problem for each table and key that does not belong in campaign.toml."""
    for table, content in toml.tables.items():
        if table in _KEY_NAMES and isinstance(content, dict):
            for name in content:
                if name not in _KEY_NAMES[table]:
                    yield Problem(SETTINGS_FILE, toml.line(table, name), *_unknown_key(table, name))
        elif table in _KEY_NAMES:
            fix = f"write [{table}] on its own line, and the keys below it"
            yield Problem(SETTINGS_FILE, toml.line(table), f"{table} is {display_value(content)}", fix)
        else:
            what = _unknown_table(table) if isinstance(content, dict) else _stray_key(table)
            yield Problem(SETTINGS_FILE, toml.line(table), *what)


def _unknown_table(table: str) -> tuple[str, str]:
    near = difflib.get_close_matches(table, _KEY_NAMES, 1)
    return f"unknown table [{_display_name(table)}]", f"did you mean [{near[0]}]?" if near else _KNOWN_TABLES


def _unknown_key(table: str, name: str) -> tuple[str, str]:
    if name.lower() in _SECRET_NAMES:
        return _misplaced_secret(table, name)
    what = f"unknown key {_display_name(name)} in [{table}]"
    if near := difflib.get_close_matches(name, _KEY_NAMES[table], 1):
        return what, f"did you mean {near[0]}?"
    return what, _right_table(name) or f"known keys: {', '.join(_KEY_NAMES[table])}"


def _stray_key(name: str) -> tuple[str, str]:
    if name.lower() in _SECRET_NAMES:
        return _misplaced_secret("", name)
    return f"key {_display_name(name)} is not in a table", _right_table(name) or _KNOWN_TABLES


def _right_table(name: str) -> str:
    homes = [f"[{key.table}]" for key in KEYS.values() if key.name == name and key.in_file]
    return f"move it below {' or '.join(homes)}" if homes else ""


def _misplaced_secret(table: str, name: str) -> tuple[str, str]:
    return (
        f"{name} is a secret and must not be in this file",
        f"remove it, and write {_secret_variable(table, name.lower())}=... in .env, or set it in the environment",
    )


def _secret_variable(table: str, name: str) -> str:
    """The variable that a secret belongs in: the one that its name says, else the one of its table."""
    if name in _SECRET_VARIABLES:
        return _SECRET_VARIABLES[name]
    if "client" in name:
        return CLIENT_SECRET
    if "imap" in name or "smtp" in name:
        return IMAP_PASSWORD if "imap" in name else SMTP_PASSWORD
    return {"imap": IMAP_PASSWORD, "oauth": CLIENT_SECRET}.get(table, SMTP_PASSWORD)


def _display_name(name: str) -> str:
    """A key's name for a message, quoted unless it is one word."""
    return name if name.replace("-", "_").isidentifier() else display_value(name)
