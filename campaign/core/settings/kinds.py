"""The kinds of value that settings hold: how each is read from TOML, and what is expected, in words."""

import datetime as dt
import difflib
import ipaddress
import json
import re
import shlex
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from campaign.core.addressees.address import checked
from campaign.core.timetable.lead import Lead, read_lead

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Planned = Lead | dt.datetime | None
"""When a step is planned: counted back from the vote, at a moment, or not at all."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?")
_WINDOW = re.compile(r"(\d\d):(\d\d)\s*-\s*(\d\d):(\d\d)")
_DOMAIN_LIMIT = re.compile(r"(\*|[\w-]+(?:\.[\w-]+)*)\s+(\d{1,7})")
END_OF_DAY = dt.time(23, 59, 59)
_YEARS = range(2000, 3000)
# Characters that reorder the text around them: a name must read as it is written.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MOST_SHOWN = 60
_POSTGRESQL = ("postgresql", "postgres")


class Window(NamedTuple):
    """Hours of a day."""

    start: dt.time
    end: dt.time
    """END_OF_DAY for midnight."""


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
    if any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") or each in _REORDERING for each in raw):
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
    try:
        parts = urlsplit(found)
    except ValueError:
        raise Unfit from None
    if found and (parts.scheme not in ("http", "https") or not parts.hostname or " " in found or parts.username):
        raise Unfit
    return found


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
    parts = urlsplit(address)
    if address and (parts.scheme not in _POSTGRESQL or not parts.path.strip("/")):
        raise Unfit
    if parts.password:
        raise Unfit("write the address with its password as CAMPAIGN_DATABASE=... into .env, and take it out here")
    return address


def secret_database(raw: object) -> str:
    """The address of a PostgreSQL database with its password, which no message shows."""
    if not str(raw).startswith(tuple(f"{scheme}://" for scheme in _POSTGRESQL)):
        raise Unfit("write postgresql://user:password@host/name", "is no address of a database")
    return str(raw)


def port(raw: object) -> int:
    """The port of a server, as a number or, in a variable, as its digits."""
    return PORT.read(int(raw) if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,9}", raw) else raw)


def moment(raw: object) -> dt.datetime:
    """A day and a time of day, naive: which instant it is depends on the zone."""
    if isinstance(raw, str) and _MOMENT.fullmatch(raw.strip()):
        try:
            raw = dt.datetime.fromisoformat(raw.strip())
        except ValueError:
            raise Unfit from None
    if not isinstance(raw, dt.datetime):
        raise Unfit
    if raw.tzinfo is not None:
        raise Unfit("write the local time without an offset; zone in [campaign] says which")
    if raw.year not in _YEARS:
        raise Unfit
    return raw


def date(raw: object) -> Planned:
    """A date counted back from the vote, or a local moment; None for "none"."""
    if not isinstance(raw, str):
        return moment(raw)
    if raw.strip().lower() == "none":
        return None
    return read_lead(raw) or moment(raw)


def domain_limits(raw: object) -> tuple[tuple[str, int], ...]:
    """Domains with a number each, as ("parliament.example", 50); "*" stands for every other one."""
    found: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in text(raw).split(","))):
        match = _DOMAIN_LIMIT.fullmatch(part)
        if match is None or match.group(1).lower() in found or not int(match.group(2)):
            raise Unfit
        found[match.group(1).lower()] = int(match.group(2))
    return tuple(found.items())


def window(raw: object) -> Window:
    """Hours of a day."""
    found = _WINDOW.fullmatch(text(raw))
    if not found:
        raise Unfit
    try:
        hours = [int(each) for each in found.groups()]
        start, end = dt.time(hours[0], hours[1]), _end(hours[2], hours[3])
    except ValueError:
        raise Unfit from None
    if end <= start:
        raise Unfit("let it end after it begins, on the same day")
    return Window(start, end)


def _end(hour: int, minute: int) -> dt.time:
    return END_OF_DAY if (hour, minute) == (24, 0) else dt.time(hour, minute)


def weekdays(raw: object) -> tuple[int, ...]:
    """Days of the week, 0 for Monday, in order."""
    days: set[int] = set()
    for part in text(raw).lower().split(","):
        first, _, last = (each.strip() for each in part.partition("-"))
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            raise Unfit
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        days.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return tuple(sorted(days))


def choice(values: Mapping[str, T]) -> Kind[T]:
    """One of a few words, each read as its value."""

    def read(raw: object) -> T:
        word = text(raw).lower()
        if word not in values:
            raise Unfit
        return values[word]

    return Kind(" or ".join(f'"{word}"' for word in values), read)


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


def zone(raw: object) -> ZoneInfo:
    """A zone of the zone database. Raises Unfit with the nearest name."""
    name = needed_text(raw)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a name at all; a folder of the database
        near = difflib.get_close_matches(name, sorted(available_timezones()), 1)
        raise Unfit(f"did you mean {near[0]}?" if near else "") from None


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
MOMENT = Kind("day and time as YYYY-MM-DD HH:MM in quotes, in the campaign's zone", moment)
DATE = Kind('"N days before, HH:MM", "N working days before, HH:MM", "YYYY-MM-DD HH:MM" or "none"', date)
DOMAIN_LIMITS = Kind('domains with a number each, "*" for all others, in quotes', domain_limits)
WINDOW = Kind("hours of the day as HH:MM-HH:MM in quotes", window)
DAYS = Kind("days as mon-fri or mon,wed in quotes", weekdays)
ZONE = Kind("a zone by the name of its city", zone)
