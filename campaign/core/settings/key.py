"""How a setting is declared: once, at the field that holds its value.

    max_words: int = key(whole(1, 1_000_000), "A letter with more words is named by the check.", 1500, default=1500)

The field says the type and, with the kind, the default; the rest is what campaign.toml, docs/settings.md and messages
need. The type checker holds the kind and the field to the same type.
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
    """A variable of `.env` or the environment that wins over the key of campaign.toml."""

    name: str
    kind: ValueKind[object] | None = None
    """How its text is read; None where it is read as the key is."""
    secret: bool = False
    """Whether it may hold a password, which belongs in no file that is shared."""


@dataclass(frozen=True, slots=True)
class SettingKey:
    """One setting, as its field declares it."""

    kind: ValueKind[object]
    meaning: str
    """What it means, in a sentence for those who write campaign.toml."""
    example: object
    """A value as it stands in TOML."""
    default: object = None
    """What stands for a missing key, as in TOML; None where nothing can be written that means the same."""
    value: object = None
    """What a missing key is read as."""
    otherwise: str = ""
    """What happens without the key, in words; "" where showing the default says it."""
    required: bool = False
    starter: str = ""
    """What `campaign init` writes for a person to replace."""
    variable: Variable | None = None
    table: str = ""
    name: str = ""
    """Its name in campaign.toml."""
    in_file: bool = True
    """Whether it may stand in campaign.toml. A password may not."""

    @property
    def path(self) -> str:
        """Its table and its name: "campaign.vote"."""
        return f"{self.table}.{self.name}"

    @property
    def line(self) -> str:
        """The key with its example, as a line of campaign.toml."""
        return f"{self.name} = {display_value(self.example)}"


@dataclass(frozen=True, slots=True)
class SettingsTable:
    """One table of campaign.toml: its name and what it is about."""

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
    """A field for a key that may be left out.

    `default` is what stands for it then, as in TOML; `absent` is its value where nothing in TOML says the same, and
    `otherwise` says so in words. `name` is the key's name where it is not the field's (without `_at`).
    """
    value = absent if default is None else kind.read(default)
    declared = SettingKey(kind, meaning, example, default, value, **more)
    return field(default=value, metadata={"key": declared}, repr=not (declared.variable and declared.variable.secret))


def required_key(kind: ValueKind[T], meaning: str, example: object, *, starter: str) -> T:
    """A field for a key that must be there."""
    declaration = SettingKey(kind, meaning, example, required=True, starter=starter)
    value: T = field(metadata={"key": declaration})
    return value


def secret(variable: str, meaning: str) -> str:
    """A field for a password, which only a variable may hold. It is "" where there is none, and in no repr."""
    declaration = SettingKey(ANYTHING, meaning, "", value="", variable=Variable(variable, secret=True), in_file=False)
    password: str = field(default="", repr=False, metadata={"key": declaration})
    return password


@cache
def keys_of(table: type[HasTable]) -> Mapping[str, SettingKey]:
    """The keys that a table's fields declare, by the names of the fields."""
    declarations = {item.name: item.metadata["key"] for item in fields(table)}
    return {
        name: replace(key, table=table.TABLE.name, name=key.name or name.removesuffix("_at"))
        for name, key in declarations.items()
    }
