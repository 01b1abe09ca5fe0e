"""The kinds of values of settings: how each is read from TOML, and what is expected, in words."""

import ipaddress
import json
import re
import shlex
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import SplitResult, urlsplit

from campaign.core.addressees.address import check_address

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


_DOMAIN_LIMIT = re.compile(r"(\*|[\w-]+(?:\.[\w-]+)*)\s+(\d{1,7})")
# Characters that change the direction of the text around them.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MAX_DISPLAY_CHARACTERS = 60
_POSTGRESQL = ("postgresql", "postgres")


class InvalidValue(ValueError):
    """A value that is not allowed for its key.

    `fix` says what to write instead; "" to say what the kind expects. `what` says what is wrong; "" to show the value.
    """

    def __init__(self, fix: str = "", what: str = "") -> None:
        super().__init__(fix)
        self.fix = fix
        self.what = what


@dataclass(frozen=True, slots=True)
class ValueKind(Generic[T_co]):
    """A kind of value: how it is written in campaign.toml, and how it is read."""

    expected: str
    """What to write, as the object of "write"."""
    read: Callable[[object], T_co]
    """Converts a value from TOML. Raises InvalidValue."""


def display_value(raw: object) -> str:
    """A value as TOML shows it, shortened for a message and with invisible characters escaped."""
    match raw:
        case str():
            short = raw if len(raw) <= _MAX_DISPLAY_CHARACTERS else raw[:_MAX_DISPLAY_CHARACTERS] + "..."
            quoted = json.dumps(short, ensure_ascii=False)
            return "".join(c if c.isprintable() else c.encode("unicode-escape").decode("ascii") for c in quoted)
        case bool():
            return str(raw).lower()
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return str(raw)


def text(raw: object) -> str:
    """One line of text."""
    if not isinstance(raw, str):
        raise InvalidValue
    if any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _REORDERING for character in raw
    ):
        raise InvalidValue("write it on one line, without control characters or direction marks")
    return raw.strip()


def command(raw: object) -> tuple[str, ...]:
    """A command with its arguments, quoted as for a shell. It is run without a shell."""
    line = text(raw)
    try:
        return tuple(shlex.split(line))
    except ValueError:
        raise InvalidValue("close the quotation marks") from None


def required_text(raw: object) -> str:
    """One line of text, not empty."""
    value = text(raw)
    if not value:
        raise InvalidValue
    return value


def email_address(raw: object) -> str:
    """An email address without a name. It is normalised, and common typing mistakes are reported."""
    address, wrong, fix = check_address(required_text(raw))
    if wrong:
        raise InvalidValue(f"{fix} ({wrong.rstrip('.')})")
    return address


def optional_email_address(raw: object) -> str:
    """An email address without a name, or ""."""
    return "" if raw == "" else email_address(raw)


def folder_name(raw: object) -> str:
    """The name of a folder, not a path."""
    name = text(raw)
    if "/" in name or "\\" in name or name.startswith("."):
        raise InvalidValue
    return name


def host(raw: object) -> str:
    """The name or IP address of a server, without scheme and port."""
    name = text(raw)
    if re.fullmatch(r"[\w.-]*", name):
        return name
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        raise InvalidValue from None


def url(raw: object) -> str:
    """A web address, or ""."""
    address = text(raw)
    parts = _address_parts(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or " " in address or parts.username):
        raise InvalidValue
    return address


def _address_parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        raise InvalidValue from None


def header_name(raw: object) -> str:
    """The name of an HTTP header (RFC 9110 section 5.6.2) in lower case, or ""."""
    name = text(raw).lower()
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9a-z-]*", name):
        raise InvalidValue
    return name


def sites(raw: object) -> str:
    """Sites as in a Content-Security-Policy: "*", or origins separated by spaces."""
    origins = text(raw).lower()
    for site in origins.split():
        if site != "*" and not re.fullmatch(r"https?://(\*\.)?[a-z0-9.-]+(:\d+)?", site):
            raise InvalidValue
    return " ".join(origins.split())


def flag(raw: object) -> bool:
    """Yes or no."""
    if not isinstance(raw, bool):
        raise InvalidValue
    return raw


def database(raw: object) -> str:
    """The address of a PostgreSQL database, or "". It must not contain a password, because campaign.toml is shared."""
    address = text(raw)
    parts = _address_parts(address)
    if address and (parts.scheme not in _POSTGRESQL or not parts.path.strip("/")):
        raise InvalidValue
    if parts.password:
        fix = "remove it here, and write the address with its password as CAMPAIGN_DATABASE=... in .env"
        raise InvalidValue(fix, "contains a password")
    return address


def secret_database(raw: object) -> str:
    """The address of a PostgreSQL database with its password. No message shows it."""
    if not str(raw).startswith(tuple(f"{scheme}://" for scheme in _POSTGRESQL)):
        raise InvalidValue("write postgresql://user:password@host/name", "is not the address of a database")
    return str(raw)


def port(raw: object) -> int:
    """The port of a server, as a number or as digits."""
    return PORT.read(int(raw) if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,9}", raw) else raw)


def domain_limits(raw: object) -> tuple[tuple[str, int], ...]:
    """Limits by domain, such as ("parliament.example", 50). "*" is for all other domains."""
    limits: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text(raw).split(","))):
        match = _DOMAIN_LIMIT.fullmatch(part)
        if match is None or match.group(1).lower() in limits or not int(match.group(2)):
            raise InvalidValue
        limits[match.group(1).lower()] = int(match.group(2))
    return tuple(limits.items())


def choice(values: Mapping[str, T]) -> ValueKind[T]:
    """One of a few words, each with its value."""

    def read(raw: object) -> T:
        word = text(raw).lower()
        if word not in values:
            raise InvalidValue
        return values[word]

    return ValueKind(" or ".join(f'"{word}"' for word in values), read)


def one_of(*words: str) -> ValueKind[str]:
    """One of a few words, as it is written."""
    return choice({word: word for word in words})


def whole_number(least: int, most: int) -> ValueKind[int]:
    """A whole number in a range."""

    def read(raw: object) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int) or not least <= raw <= most:
            raise InvalidValue
        return raw

    return ValueKind(f"a whole number from {least} to {most}", read)


def number(most: int, *, or_zero: bool = False) -> ValueKind[float]:
    """A number above 0 (or from 0, with `or_zero`) and up to `most`."""

    def read(raw: object) -> float:
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw <= most:
            raise InvalidValue
        if raw == 0 and not or_zero:
            raise InvalidValue
        return float(raw)

    return ValueKind(f"a number from 0 to {most}" if or_zero else f"a number above 0 and up to {most}", read)


ANYTHING = ValueKind("text", str)
TEXT = ValueKind("text in quotes", text)
REQUIRED_TEXT = ValueKind("text in quotes, not empty", required_text)
COMMAND = ValueKind("a command with its arguments in quotes", command)
EMAIL = ValueKind("one email address, without a name, in quotes", email_address)
OPTIONAL_EMAIL = ValueKind(EMAIL.expected, optional_email_address)
FOLDER = ValueKind("the name of a folder below letters/", folder_name)
HOST = ValueKind("the name of a server, without a port", host)
PORT = whole_number(1, 65_535)
PORT_IN_VARIABLE = ValueKind(PORT.expected, port)
SELECTOR = ValueKind("the selector alone, without ._domainkey", host)
URL = ValueKind("a web address that begins with https://", url)
DATABASE = ValueKind("an address that begins with postgresql://, without a password", database)
SECRET_DATABASE = ValueKind("an address that begins with postgresql://", secret_database)
HEADER = ValueKind("the name of an HTTP header in quotes", header_name)
SITES = ValueKind('"*" for all, or sites such as https://partner.example separated by spaces', sites)
FLAG = ValueKind("true or false", flag)
DOMAIN_LIMITS = ValueKind('domains, each with a number, and "*" for all others, in quotes', domain_limits)
