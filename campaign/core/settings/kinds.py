"""The kinds of value that settings hold: how each is read from TOML, and what is expected, in words."""

import ipaddress
import json
import re
import shlex
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import SplitResult, urlsplit

from campaign.core.addressees.address import checked

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


_DOMAIN_LIMIT = re.compile(r"(\*|[\w-]+(?:\.[\w-]+)*)\s+(\d{1,7})")
# Characters that reorder the text around them: a name must read as it is written.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MOST_SHOWN = 60
_POSTGRESQL = ("postgresql", "postgres")


class Unfit(ValueError):
    """A value that its key cannot hold.

    `mend` says what to write instead, "" where the kind's own words do. `what` says what is wrong, "" where showing the
    value does.
    """

    def __init__(self, mend: str = "", what: str = "") -> None:
        super().__init__(mend)
        self.mend = mend
        self.what = what


@dataclass(frozen=True, slots=True)
class Kind(Generic[T_co]):
    """A kind of value: how it is written in campaign.toml, and what it is read as."""

    expected: str
    """What to write, in words that follow "write"."""
    read: Callable[[object], T_co]
    """Reads what TOML gives. Raises Unfit."""


def shown(raw: object) -> str:
    """A value as it stands in TOML, short enough for a message and without invisible characters."""
    match raw:
        case str():
            short = raw if len(raw) <= _MOST_SHOWN else raw[:_MOST_SHOWN] + "..."
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
        raise Unfit
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in _REORDERING for sign in raw):
        raise Unfit("keep it on one line, without control or direction marks")
    return raw.strip()


def command(raw: object) -> tuple[str, ...]:
    """A command with its arguments, quoted as in a shell, which does not run it."""
    line = text(raw)
    try:
        return tuple(shlex.split(line))
    except ValueError:
        raise Unfit("close the quotation marks in it") from None


def needed_text(raw: object) -> str:
    """One line of text that says something."""
    found = text(raw)
    if not found:
        raise Unfit
    return found


def mail(raw: object) -> str:
    """A bare mail address, as the addressees' are read: normalised, slips of the keys named."""
    address, wrong, mend = checked(needed_text(raw))
    if wrong:
        raise Unfit(f"{mend} ({wrong.rstrip('.')})")
    return address


def optional_mail(raw: object) -> str:
    """A bare mail address, or nothing."""
    return "" if raw == "" else mail(raw)


def folder_name(raw: object) -> str:
    """The name of a folder, no path."""
    found = text(raw)
    if "/" in found or "\\" in found or found.startswith("."):
        raise Unfit
    return found


def host(raw: object) -> str:
    """A server's name or address, without a port or a scheme."""
    found = text(raw)
    if re.fullmatch(r"[\w.-]*", found):
        return found
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        raise Unfit from None


def url(raw: object) -> str:
    """A web address, or nothing."""
    found = text(raw)
    parts = _address_parts(found)
    if found and (parts.scheme not in ("http", "https") or not parts.hostname or " " in found or parts.username):
        raise Unfit
    return found


def _address_parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        raise Unfit from None


def header_name(raw: object) -> str:
    """The name of an HTTP header in small letters, or nothing (RFC 9110, 5.6.2)."""
    found = text(raw).lower()
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9a-z-]*", found):
        raise Unfit
    return found


def sites(raw: object) -> str:
    """Sites as a Content-Security-Policy names them, in one line: "*", or origins parted by spaces."""
    found = text(raw).lower()
    for site in found.split():
        if site != "*" and not re.fullmatch(r"https?://(\*\.)?[a-z0-9.-]+(:\d+)?", site):
            raise Unfit
    return " ".join(found.split())


def flag(raw: object) -> bool:
    """Yes or no."""
    if not isinstance(raw, bool):
        raise Unfit
    return raw


def database(raw: object) -> str:
    """The address of a PostgreSQL database, or nothing. A password in it would stand in a file that is shared."""
    address = text(raw)
    parts = _address_parts(address)
    if address and (parts.scheme not in _POSTGRESQL or not parts.path.strip("/")):
        raise Unfit
    if parts.password:
        mend = "write the address with its password as CAMPAIGN_DATABASE=... into .env, and take it out here"
        raise Unfit(mend, "holds a password")
    return address


def secret_database(raw: object) -> str:
    """The address of a PostgreSQL database with its password, which no message shows."""
    if not str(raw).startswith(tuple(f"{scheme}://" for scheme in _POSTGRESQL)):
        raise Unfit("write postgresql://user:password@host/name", "is no address of a database")
    return str(raw)


def port(raw: object) -> int:
    """The port of a server, as a number or, in a variable, as its digits."""
    return PORT.read(int(raw) if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,9}", raw) else raw)


def domain_limits(raw: object) -> tuple[tuple[str, int], ...]:
    """Domains with a number each, as ("parliament.example", 50); "*" stands for every other one."""
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text(raw).split(","))):
        match = _DOMAIN_LIMIT.fullmatch(part)
        if match is None or match.group(1).lower() in found or not int(match.group(2)):
            raise Unfit
        found[match.group(1).lower()] = int(match.group(2))
    return tuple(found.items())


def choice(values: Mapping[str, T]) -> Kind[T]:
    """One of a few words, each read as its value."""

    def read(raw: object) -> T:
        word = text(raw).lower()
        if word not in values:
            raise Unfit
        return values[word]

    return Kind(" or ".join(f'"{word}"' for word in values), read)


def word(*words: str) -> Kind[str]:
    """One of a few words, read as it is."""
    return choice({word: word for word in words})


def whole(least: int, most: int) -> Kind[int]:
    """A whole number in a range."""

    def read(raw: object) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int) or not least <= raw <= most:
            raise Unfit
        return raw

    return Kind(f"a whole number from {least} to {most}", read)


def number(most: int, *, or_zero: bool = False) -> Kind[float]:
    """A number above 0, or with `or_zero` from 0, up to `most`."""

    def read(raw: object) -> float:
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw <= most:
            raise Unfit
        if raw == 0 and not or_zero:
            raise Unfit
        return float(raw)

    return Kind(f"a number from 0 to {most}" if or_zero else f"a number above 0 and up to {most}", read)


ANYTHING = Kind("text", str)
TEXT = Kind("text in quotes", text)
NEEDED_TEXT = Kind("text in quotes, not empty", needed_text)
COMMAND = Kind("a command with its arguments in quotes", command)
MAIL = Kind("one bare mail address in quotes", mail)
OPTIONAL_MAIL = Kind(MAIL.expected, optional_mail)
FOLDER = Kind("the name of a folder below letters/", folder_name)
HOST = Kind("a server's name alone (the port has a key of its own)", host)
PORT = whole(1, 65_535)
PORT_IN_VARIABLE = Kind(PORT.expected, port)
SELECTOR = Kind("the selector alone, without ._domainkey", host)
URL = Kind("a web address that begins with https://", url)
DATABASE = Kind("an address that begins with postgresql:// and names no password", database)
SECRET_DATABASE = Kind("an address that begins with postgresql://", secret_database)
HEADER = Kind("the name of an HTTP header in quotes", header_name)
SITES = Kind('"*" for all, or sites such as https://partner.example parted by spaces', sites)
FLAG = Kind("true or false", flag)
DOMAIN_LIMITS = Kind('domains with a number each, "*" for all others, in quotes', domain_limits)
