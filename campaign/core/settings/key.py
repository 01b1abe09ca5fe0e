"""Declares settings, each at the field that holds its value.

    max_words: int = key(whole_number(1, 1_000_000), "The letter check warns above this number.", 1500, default=1500)

The arguments are what campaign.toml, docs/settings.md and messages need. The type checker compares the type of the
field with that of the kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar, overload

from campaign.core.settings.kinds import ANYTHING, ValueKind, display_value

T = TypeVar("T")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable in `.env` or the environment. It overrides the key in campaign.toml."""

    name: str
    """Such as "CAMPAIGN_SMTP_HOST"."""
    kind: ValueKind[object] | None = None
    """How its text is read; None to read it like the key."""
    secret: bool = False
    """Whether it may contain a password, which must not be in a shared file."""


@dataclass(frozen=True, slots=True)
class SettingKey:
    """The declaration of one setting."""

    kind: ValueKind[object]
    """Which values it can have."""
    meaning: str
    """What it means, in a sentence for people who write campaign.toml."""
    example: object
    """An example value, as in TOML."""
    default: object = None
    """The value of a missing key, as in TOML; None if it cannot be written there."""
    value: object = None
    """The value of a missing key, as the field holds it."""
    otherwise: str = ""
    """What happens without the key, in words; "" if showing the default is enough."""
    required: bool = False
    """Whether the key must be in campaign.toml."""
    starter: str = ""
    """The text that `campaign init` writes and people replace; "" for none."""
    variable: Variable | None = None
    """The variable that overrides it; None for none."""
    table: str = ""
    """The name of its table."""
    name: str = ""
    """The name of the key in campaign.toml."""
    in_file: bool = True
    """Whether it may be in campaign.toml. False for passwords."""

    @property
    def path(self) -> str:
        """Table and name, such as "campaign.vote"."""
        return f"{self.table}.{self.name}"

    @property
    def line(self) -> str:
        """The key with its example, as a line of campaign.toml."""
        return f"{self.name} = {display_value(self.example)}"


@dataclass(frozen=True, slots=True)
class SettingsTable:
    """Name and meaning of a table of campaign.toml."""

    name: str
    meaning: str


class HasTable(Protocol):
    """A dataclass whose fields are the keys of one table."""

    TABLE: ClassVar[SettingsTable]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@overload
def key(
    kind: ValueKind[T], meaning: str, example: object, *, default: object, otherwise: str = "", name: str = "",
    variable: Variable | None = None,
) -> T: ...  # fmt: skip
@overload
def key(
    kind: ValueKind[T], meaning: str, example: object, *, absent: A, otherwise: str, name: str = "",
    variable: Variable | None = None,
) -> T | A: ...  # fmt: skip
def key(
    kind: ValueKind[object], meaning: str, example: object, *, default: object = None, absent: object = None,
    **more: Any,
) -> Any:  # fmt: skip
    """A field for an optional key.

    `default` is the value of a missing key, as in TOML. If no TOML value means the same, use `absent` for the value and
    `otherwise` for its meaning in words. `name` is the name of the key if it is not that of the field without `_at`.
    """
    value = absent if default is None else kind.read(default)
    declared = SettingKey(kind, meaning, example, default, value, **more)
    return field(default=value, metadata={"key": declared}, repr=not (declared.variable and declared.variable.secret))


def required_key(kind: ValueKind[T], meaning: str, example: object, *, starter: str) -> T:
    """A field for a required key."""
    declaration = SettingKey(kind, meaning, example, required=True, starter=starter)
    value: T = field(metadata={"key": declaration})
    return value


def secret(variable: str, meaning: str) -> str:
    """A field for a password, which only a variable can set. It is "" if not set, and never in a repr."""
    declaration = SettingKey(ANYTHING, meaning, "", value="", variable=Variable(variable, secret=True), in_file=False)
    password: str = field(default="", repr=False, metadata={"key": declaration})
    return password


@cache
def keys_of(table: type[HasTable]) -> Mapping[str, SettingKey]:
    """The keys of a table, by the names of their fields. A field without one gets its value from another table."""
    declarations = {item.name: item.metadata["key"] for item in fields(table) if "key" in item.metadata}
    return {
        name: replace(key, table=table.TABLE.name, name=key.name or name.removesuffix("_at"))
        for name, key in declarations.items()
    }
