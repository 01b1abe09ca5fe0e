"""The settings as a form: each with its value, and changes that are written into campaign.toml and `.env`."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from campaign.adapters import settings as settings_files
from campaign.adapters.files.atomic import replace_file, replace_private_file
from campaign.adapters.files.folder import SETTINGS_FILE, Folder, read_text
from campaign.adapters.settings.edit import SettingValue, with_settings
from campaign.adapters.settings.environment import ENV_FILE, read_variables
from campaign.adapters.settings.secret_file import with_secret
from campaign.adapters.settings.toml import InvalidToml, Toml, read_toml
from campaign.core.settings import KEYS, Settings
from campaign.core.settings.key import HasTable, SettingKey, keys_of
from campaign.core.settings.kinds import COMMAND
from campaign.core.settings.servers import BY_OAUTH
from campaign.core.settings.settings import TABLES
from campaign.errors import Problem, Refused, SettingsError, UsageError
from campaign.services.campaign import Campaign

_YES, _NO = "true", "false"
# Another value of these sends the stored password to another server, or sends it unprotected.
_BOUND_TO_PASSWORD = ("host", "port", "security", "certificate")


class WhyFixed(StrEnum):
    """Why a setting is shown, and not changed in a form."""

    COMMAND = "it names a command that runs on this machine"
    DATABASE = "another database needs campaign migrate-store first"
    VARIABLE = "a variable of .env or of the environment overrides it"


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting with its value, for a form."""

    key: SettingKey
    text: str
    """The value as a form has it; "" if it is not set. Of a password always ""."""
    is_set: bool
    """Whether it has a value of its own. For a password, that is all that is ever said of it."""
    why_fixed: WhyFixed | None
    """None if it can be changed."""

    @property
    def is_password(self) -> bool:
        """Whether it is stored in `.env` and never shown."""
        return not self.key.in_file


@dataclass(frozen=True, slots=True)
class SettingsView:
    """A table of campaign.toml."""

    name: str
    meaning: str
    settings: tuple[SettingView, ...]


@dataclass(frozen=True, slots=True)
class SettingsPlan:
    """Changes that would be written into campaign.toml and `.env`."""

    folder: Folder
    names: tuple[str, ...]
    """The settings that change, such as "campaign.vote"; without their values."""
    before: str
    """The text of campaign.toml now."""
    after: str
    env_before: str
    """The text of `.env` now; "" if there is none."""
    env_after: str


class WrongSettings(UsageError):
    """Values that cannot be used. `by_path` says what is wrong with which setting; "" for what belongs to none."""

    def __init__(self, by_path: Mapping[str, str]) -> None:
        super().__init__("; ".join(by_path.values()), fix="nothing was written")
        self.by_path = by_path


def read_settings(folder: Folder) -> tuple[SettingsView, ...]:
    """Every setting of the campaign, by table. Raises SettingsError if campaign.toml is not valid TOML."""
    toml, variables = _toml(folder), _variables(_env_text(folder))
    return tuple(
        SettingsView(
            table.TABLE.name,
            table.TABLE.meaning,
            tuple(_view(key, toml, variables) for key in keys_of(table).values()),
        )
        for table in TABLES
    )


def find_table(name: str) -> type[HasTable] | None:
    """The table of campaign.toml with a name; None if there is none."""
    return next((table for table in TABLES if table.TABLE.name == name), None)


def find_setting(path: str) -> SettingKey:
    """The setting with a name such as "campaign.vote". Raises UsageError, naming the nearest."""
    if path not in KEYS:
        raise UsageError(f"there is no setting {path}", fix="campaign settings list names them all")
    return KEYS[path]


def plan_settings(campaign: Campaign, texts: Mapping[str, str]) -> SettingsPlan:
    """What would be written if settings had these texts, by names such as "campaign.vote".

    An empty text removes a setting; of a password, too. Raises WrongSettings with what is wrong with each.
    """
    folder = campaign.folder
    toml, env_before = _toml(folder), _env_text(folder)
    variables = _variables(env_before)
    views = {path: _view(KEYS[path], toml, variables) for path in texts}
    changed = {
        path: text for path, text in texts.items() if views[path].is_password or text.strip() != views[path].text
    }
    _need_changeable(views[path] for path in changed)
    _need_password_again(changed, toml, variables)
    values = {path: _value(KEYS[path], text) for path, text in changed.items() if KEYS[path].in_file}
    after = with_settings(toml.source, {(KEYS[path].table, KEYS[path].name): value for path, value in values.items()})
    env_after = env_before
    for path in changed.keys() - values.keys():
        variable = KEYS[path].variable
        assert variable is not None  # what is not in the file is a variable
        env_after = with_secret(env_after, variable.name, changed[path])
    _need_no_new_problem(toml, env_before, after, env_after, tuple(texts))
    return SettingsPlan(folder, tuple(sorted(changed)), toml.source, after, env_before, env_after)


def change_settings(campaign: Campaign, plan: SettingsPlan) -> Settings:
    """Write both files as planned, and return the new settings. Raises Refused when a file has changed since."""
    folder = campaign.folder
    if (read_text(folder.settings), _env_text(folder)) != (plan.before, plan.env_before):
        raise Refused("the settings have changed in the meantime; nothing was written", fix="look at them again")
    if plan.env_after != plan.env_before:
        replace_private_file(folder.root / ENV_FILE, plan.env_after.encode())
    if plan.after != plan.before:
        replace_file(folder.file_to_write(folder.settings), plan.after.encode(), durable=True)
    return settings_files.load(folder.root)


def setting_text(raw: object) -> str:
    """A value of TOML as a form shows it."""
    match raw:
        case None:
            return ""
        case bool():
            return _YES if raw else _NO
        case str() | int() | float():
            return str(raw)
        case _:  # a date, which TOML can hold without quotation marks
            return str(raw).removesuffix(":00") if str(raw).count(":") == 2 else str(raw)


def _view(key: SettingKey, toml: Toml, variables: Mapping[str, str]) -> SettingView:
    variable = key.variable.name if key.variable else ""
    if not key.in_file:
        fixed = WhyFixed.VARIABLE if os.environ.get(variable) else None
        return SettingView(key, "", variable in variables, fixed)
    text, is_overridden = setting_text(toml.value(key.table, key.name)), variable in variables
    return SettingView(key, text, bool(text) or is_overridden, _why_fixed(key, is_overridden=is_overridden))


def _why_fixed(key: SettingKey, *, is_overridden: bool) -> WhyFixed | None:
    if key.kind is COMMAND:
        return WhyFixed.COMMAND
    if key.path == "store.database":
        return WhyFixed.DATABASE
    return WhyFixed.VARIABLE if is_overridden else None


def _need_changeable(views: Iterator[SettingView]) -> None:
    fixed = {
        view.key.path: f"{view.key.name} is not changed here: {view.why_fixed}" for view in views if view.why_fixed
    }
    if fixed:
        raise WrongSettings(fixed)


def _need_password_again(changed: Mapping[str, str], toml: Toml, variables: Mapping[str, str]) -> None:
    """A login that is stored is not given to another server: whoever changes the server types the password again."""
    wrong: dict[str, str] = {}
    for table in ("smtp", "imap"):
        moved = [name for name in _BOUND_TO_PASSWORD if f"{table}.{name}" in changed]
        variable = KEYS[f"{table}.password"].variable
        assert variable is not None  # a password is a variable
        if not moved or not toml.value(table, "host"):
            continue
        if toml.value(table, "token_command") or toml.value(table, "login") == BY_OAUTH:
            why = "the sign-in of this mailbox would go to another server: change it in campaign.toml, on the machine"
            wrong[f"{table}.{moved[0]}"] = why
        elif variable.name in variables and f"{table}.password" not in changed:
            wrong[f"{table}.password"] = "Type the password again: without it, it would go to another server"
    if wrong:
        raise WrongSettings(wrong)


def _need_no_new_problem(before: Toml, env_before: str, after: str, env_after: str, paths: tuple[str, ...]) -> None:
    """Raise WrongSettings if the new texts have a problem that the old ones do not have, or one with these settings."""
    earlier = {problem.message for problem in _problems(before.source, env_before)}
    toml, wrong = read_toml(after), dict[str, str]()
    for problem in _problems(after, env_after):
        path = setting_of_problem(problem, toml, paths)
        if path or problem.message not in earlier:
            wrong.setdefault(path, f"{problem.message}; {problem.fix}" if problem.fix else problem.message)
    if wrong:
        raise WrongSettings(wrong)


def _problems(source: str, dotenv: str) -> tuple[Problem, ...]:
    try:
        settings_files.parse(source, dotenv, os.environ)
    except SettingsError as error:
        return tuple(error.problems)
    return ()


def setting_of_problem(problem: Problem, toml: Toml, paths: tuple[str, ...]) -> str:
    """The setting that a problem is about: that of its line, or the one that it names; "" for none of these."""
    at_line = (path for path in paths if problem.path == SETTINGS_FILE and _line(toml, path) == problem.line)
    named = (path for path in paths if problem.message.startswith(f"{KEYS[path].name} "))
    return next(at_line, next(named, ""))


def _line(toml: Toml, path: str) -> int:
    """The line of a key; -1 if it is missing."""
    key = KEYS[path]
    is_there = toml.value(key.table, key.name) is not None
    return (toml.line(key.table, key.name) or -1) if is_there else -1


def _value(key: SettingKey, text: str) -> SettingValue | None:
    """What is written into campaign.toml for a text of a form; None to remove the key."""
    text = text.strip()
    if not text:
        return None
    if isinstance(key.example, bool) and text.lower() in (_YES, _NO):
        return text.lower() == _YES
    if isinstance(key.example, int | float) and not isinstance(key.example, bool):
        return _number(text)
    return text


def _number(text: str) -> SettingValue:
    for kind in (int, float):
        try:
            return kind(text.replace(" ", ""))
        except ValueError:
            continue
    return text  # reading it says what is expected


def _toml(folder: Folder) -> Toml:
    try:
        return read_toml(read_text(folder.settings))
    except InvalidToml as error:
        raise SettingsError("campaign.toml cannot be read", fix="correct it", problems=[error.problem]) from None


def _env_text(folder: Folder) -> str:
    path = folder.root / ENV_FILE
    return read_text(path) if path.exists() else ""


def _variables(dotenv: str) -> Mapping[str, str]:
    return {name: variable.text for name, variable in read_variables(dotenv, os.environ)[0].items()}
