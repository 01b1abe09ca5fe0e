"""The desk as a site: its address and cookies, and what every page shows around its content."""

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from starlette.routing import compile_path

from campaign.adapters.http.limits import RateLimit
from campaign.adapters.http.origin import PublicOrigin, is_loopback
from campaign.core.languages.lookup import LANGUAGES
from campaign.core.publish.titles import language_name
from campaign.core.team.account import TeamActor
from campaign.core.team.roles import Right
from campaign.desk import day_words
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import fix_at_desk, page_of_fix, sentence_case
from campaign.desk.form_values import FormValues
from campaign.desk.route import PLACES, DeskRoute, Place
from campaign.errors import CampaignError
from campaign.services.acts.act_record import ActView, find_act
from campaign.services.campaign import Campaign
from campaign.services.status.today import WaitingCounts, read_waiting

ROOT = "/desk"
_SESSION, _BROWSER, _KNOWN = "session", "sign-in", "known"


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place in the header."""

    label: str
    href: str
    is_here: bool
    count: int
    waits: str


@dataclass
class Desk:
    """The desk of one campaign, served at one address."""

    campaign: Campaign
    origin: PublicOrigin
    routes: tuple[DeskRoute, ...]
    """The whole table."""
    client_header: bytes = b""
    """The header in which the proxy passes the client's IP address."""
    link_requests: RateLimit = field(default_factory=lambda: RateLimit(burst=20, seconds=60))
    """Requests for a link, by network."""
    code_tries: RateLimit = field(default_factory=lambda: RateLimit(burst=20, seconds=60))
    """Codes that were typed, by network."""

    @property
    def base(self) -> str:
        """The path of the desk from the root of the host."""
        return f"{self.origin.prefix}{ROOT}"

    @property
    def url(self) -> str:
        """The full address of the desk, without a slash at the end."""
        return f"{self.origin.origin}{self.base}"

    @property
    def is_secure(self) -> bool:
        """Whether the desk is served over https."""
        return self.origin.scheme == "https"

    @property
    def is_local(self) -> bool:
        """Whether the desk is served to this machine alone: whoever uses it can read the database anyway."""
        return is_loopback(self.origin.host)

    def cookies(self, purpose: str) -> str:
        """The name of a cookie. With __Host-, no other host and no plain connection can set it."""
        return f"__Host-desk-{purpose}" if self.is_secure else f"desk-{purpose}"

    @property
    def session_cookie(self) -> str:
        """The name of the cookie with the session."""
        return self.cookies(_SESSION)

    @property
    def known_cookie(self) -> str:
        """The name of the cookie that shows in which accounts a browser signed in before. It signs nobody in."""
        return self.cookies(_KNOWN)

    @property
    def browser_cookie(self) -> str:
        """The name of the cookie that binds a link to the browser that asked for it."""
        return self.cookies(_BROWSER)

    @cached_property
    def templates(self) -> Environment:
        """The campaign's templates, then ours."""
        return self.campaign.templates

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths that have a page."""
        return frozenset(route.path for route in self.routes if route.method == "GET")

    def page_above(self, path: str) -> str:
        """The nearest page above a path, as of a form that the page has; "" without one."""
        above = path.rpartition("/")[0]
        while above and not any(page.match(above) for page in self._patterns):
            above = above.rpartition("/")[0]
        return above

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(compile_path(path)[0] for path in self.paths)

    def render(self, request: DeskRequest, template: str, values: dict[str, Any]) -> str:
        """Render a template of templates/desk/ in the frame."""
        form = values.get("form")
        frame = self._frame(request) | {"is_wrong": isinstance(form, FormValues) and form.is_wrong}
        return self.templates.get_template(f"desk/{template}").render(frame | values)

    def _frame(self, request: DeskRequest) -> dict[str, Any]:
        settings, now, actor = self.campaign.settings.campaign, self.campaign.now(), request.actor
        number, words = day_words.until_vote(settings.vote_at, now, settings.zone)
        return {
            "request": request,
            "desk": self.base,
            "campaign_name": settings.name,
            "public_url": settings.public_url,
            "until": number,
            "until_words": words,
            "actor": actor,
            "Right": Right,
            "may": actor.may,
            "places": self._places(request, actor),
            "banner": self._banner(request),
            "has_path": self.paths.__contains__,
            "page_above": self.page_above(request.raw.url.path.removeprefix(self.base)),
            "fix_at_desk": fix_at_desk,
            "page_of_fix": page_of_fix,
            "sentence_case": sentence_case,
            "language_name": language_name,
            "language_options": language_options,
            "near": lambda at: self._time(at, day_words.near_moment(at, now, settings.zone)),
            "day": lambda at: self._time(
                at, day_words.near_day(at.astimezone(settings.zone).date(), now.astimezone(settings.zone).date())
            ),
        }

    def _time(self, at: dt.datetime, words: str) -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="minutes"), words)

    def _places(self, request: DeskRequest, actor: TeamActor) -> tuple[PlaceLink, ...]:
        visible = [place for place in PLACES if place.path in self.paths and actor.may(place.right)]
        counts = self._counts() if visible else WaitingCounts()
        here = request.raw.url.path.removeprefix(self.base).rstrip("/")
        return tuple(
            PlaceLink(
                place.label, self.base + (place.path or "/"), _is_here(place, here), place.count(counts), place.waits
            )
            for place in visible
        )

    def _counts(self) -> WaitingCounts:
        try:
            return read_waiting(self.campaign)
        except CampaignError:  # there is no letter yet, so nothing waits
            return WaitingCounts()

    def _banner(self, request: DeskRequest) -> ActView | None:
        """What the person has just done; the address names it."""
        number = request.query_number("done", 0)
        if not number or request.actor.account is None:
            return None
        act = find_act(self.campaign, number)
        is_own = act is not None and act.entry.account == request.actor.account.id
        return act if act and is_own and act.entry.is_fresh(self.campaign.now()) else None


def language_options(empty: str, chosen: str) -> tuple[tuple[str, str], ...]:
    """The languages of a form, each in its own name; `empty` says what no choice means. `chosen` is kept if it is none
    of these."""
    names = [(code, language_name(code)) for code in LANGUAGES]
    other = [(chosen, chosen)] if chosen and chosen not in LANGUAGES else []
    return (("", empty), *other, *sorted(names, key=lambda pair: pair[1].casefold()))


def _is_here(place: Place, here: str) -> bool:
    return here == place.path or (bool(place.path) and here.startswith(f"{place.path}/"))
