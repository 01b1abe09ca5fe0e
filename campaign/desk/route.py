"""A route of the desk, who may use it, and the places of the header."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from starlette.responses import Response

from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.services.status.today import WaitingCounts


class Access(StrEnum):
    """Who may use a route that needs no right."""

    EVERYBODY = "everybody"
    """Also without a session: the pages that sign in."""
    SIGNED_IN = "signed in"


@dataclass(frozen=True, slots=True)
class DeskRoute:
    """A row of the table of routes."""

    path: str
    """Below the desk: "" for its first page, "/team", "/team/{account:int}"."""
    method: str
    """GET or POST. GET changes nothing."""
    handler: Callable[[DeskRequest], Response]
    """The page's function. It runs in a thread."""
    right: Right | Access
    """Who may use it. A POST passes through `perform`, which checks the right of its act as well."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the desk, as the header lists it."""

    label: str
    path: str
    right: Right
    count: Callable[[WaitingCounts], int] = lambda _: 0
    """What waits there."""
    waits: str = ""
    """What the count counts, after the number: "wait for approval"."""


# In the order of the header. A place without a route is left out, and so is one that the person may not see.
PLACES: tuple[Place, ...] = (
    Place("Today", "", Right.SEE),
    Place("Letter", "/letter", Right.SEE),
    Place("Draft", "/draft", Right.COMMENT),
    Place("Signatories", "/signatories", Right.SEE, lambda counts: counts.signons, "wait for approval"),
    Place("Addressees", "/addressees", Right.SEE),
    Place("Send", "/send", Right.SEE, lambda counts: counts.uncertain, "emails to settle"),
    Place("Answers", "/answers", Right.ANSWERS),
    Place("Report", "/report", Right.SEE),
    Place("Settings", "/settings", Right.DESK),
    Place("Team", "/team", Right.DESK),
)
