"""What sources say about people, bodies and votes. Days are text in ISO form, "" if unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.errors import Problem

FIELDS = (
    "name",
    "given_name",
    "family_name",
    "official_name",
    "honorific",
    "honorific_override",
    "salutation",
    "gender",
    "birth_date",
    "country",
    "group",
    "party",
    "mail",
    "other_mails",
    "phone",
    "contact_form",
    "language",
    "role",
    "homepage",
)
"""The fields of a person. A country is a code of two letters; a group has the name of `groups`."""


class Listing(StrEnum):
    """Whether a source lists all who sit, so that somebody missing in it may have left."""

    WHOLE = "whole"
    PART = "part"


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """A function that a person has or had: a seat in a committee, a role in a procedure, membership of a group."""

    kind: str
    """committee, group, party, mandate, delegation, procedure or other."""
    body: str
    """A committee's code, a group's name, a procedure's reference; else the source's id of the body."""
    role: str = "member"
    start: str = ""
    end: str = ""
    """The last day; "" if it goes on."""
    within: str = ""
    """Of a role in a procedure: the committee for which it is held."""

    def is_on(self, day: str) -> bool:
        """Whether the person has the function on a day."""
        return (not self.start or self.start <= day) and (not self.end or day <= self.end)


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """What one source says about one person."""

    id: str
    """Scheme and number, such as europarl:124867; "" if the source has no ids."""
    kind: str
    """The kind of source, such as europarl-api."""
    place: str
    """Where in the file: a line, or the path inside a document."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """The fields that the source has, of FIELDS; never empty text."""
    seats: tuple[Seat, ...] = ()
    other_ids: tuple[str, ...] = ()
    listing: Listing = Listing.PART


@dataclass(frozen=True, slots=True)
class BodyName:
    """The code of a body, such as org/6367 for IMCO: the id of one of its periods."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A day in the course of a procedure, or on an agenda."""

    procedure: str
    day: str
    kind: str
    """committee vote, plenary vote, or the source's word."""
    id: str


@dataclass(frozen=True, slots=True)
class RollCall:
    """A vote as one source has it."""

    id: str
    kind: str
    place: str
    at: str = ""
    """When, as the source writes it: local time in most sources."""
    title: str = ""
    subject: str = ""
    reference: str = ""
    procedure: str = ""
    result: str = ""
    published: Mapping[str, int] = field(default_factory=dict)
    """The totals as they were published, by position."""
    positions: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Who voted how, as recorded: by position, then by group at the vote ("" if unknown), the ids of the people."""
    intended: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Who said afterwards that another position was intended; recorded positions stay as they are."""

    @property
    def totals(self) -> dict[str, int]:
        """The number of people by position, as counted."""
        return {position: sum(map(len, groups.values())) for position, groups in self.positions.items()}


Entry = PersonEntry | BodyName | AgendaItem | RollCall | Problem


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read."""

    path: str
    """The name of the file, for messages."""
    digest: str
    """SHA-256 of its bytes."""
    day: str
    """The day of its data."""
    kind: str = ""
    licence: str = ""
