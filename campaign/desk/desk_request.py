"""What a page's function receives: who asks, what was typed, and how to answer."""

import base64
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ParamSpec, Protocol, TypeVar
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from campaign.adapters.http.request_bodies import SentFile, SentForm
from campaign.core.tables.digits import read_digits
from campaign.core.team.account import TeamActor
from campaign.services.acts.act import Act, Performed, perform
from campaign.services.campaign import Campaign
from campaign.services.team.signing_in import OpenSession

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

MOST_IN_PATH = 2**53


class DeskSite(Protocol):
    """The desk, as requests use it."""

    @property
    def campaign(self) -> Campaign: ...
    @property
    def base(self) -> str:
        """The path of the desk from the root of the host, such as "/desk"."""
        ...

    @property
    def url(self) -> str:
        """The full address of the desk, without a slash at the end."""
        ...

    @property
    def is_local(self) -> bool:
        """Whether the desk is served to this machine alone."""
        ...

    def render(self, request: "DeskRequest", template: str, values: dict[str, Any]) -> str: ...


@dataclass(frozen=True, slots=True)
class DeskRequest:
    """A request to the desk, after the guard."""

    site: DeskSite
    raw: Request
    """Starlette's request, for what is missing here."""
    form: SentForm
    """What was typed; empty for GET."""
    current: OpenSession | None
    """The session; None only on pages for everybody."""

    @property
    def campaign(self) -> Campaign:
        """The campaign, for services."""
        return self.site.campaign

    @property
    def actor(self) -> TeamActor:
        """Who asks. Services check this person's rights."""
        return self.current.actor if self.current else TeamActor(None)

    def value(self, name: str, default: str = "") -> str:
        """What was typed into a field, without blanks around it; of a repeated field, the last."""
        return next((text.strip() for field, text in reversed(self.form.fields) if field == name), default)

    def text(self, name: str) -> str:
        """What was typed into a text area, exactly as it was typed, with plain line ends."""
        return (self.values(name) or [""])[-1].replace("\r", "\n")

    def values(self, name: str) -> list[str]:
        """All values of a field: the ticks of a list."""
        return [text for field, text in self.form.fields if field == name]

    def file(self, name: str) -> SentFile | None:
        """The file that was sent in a field; None if none was chosen."""
        file = self.form.files.get(name)
        return file if file and (file.name or file.content) else None

    def packed(self, name: str) -> bytes | None:
        """A file that the page before has in a hidden field, in Base64; None if it did not arrive whole."""
        try:
            return base64.b64decode(self.value(name), validate=True)
        except ValueError:
            return None

    def query(self, name: str, default: str = "") -> str:
        """A value of the address after the question mark."""
        value: str = self.raw.query_params.get(name, default)
        return value

    def query_number(self, name: str, default: int) -> int:
        """A number of the address after the question mark; `default` if it is none."""
        number = read_digits(self.query(name))
        return default if number is None else number

    def word(self, name: str) -> str:
        """A part of the path, such as `{language}`."""
        return str(self.raw.path_params[name])

    def number(self, name: str) -> int:
        """A number of the path, such as `{account:int}`. A number that no row can have is not found."""
        number = int(self.raw.path_params[name])
        if number > MOST_IN_PATH:
            raise self.missing()
        return number

    def to(self, path: str, **query: object) -> str:
        """The address of a page of the desk: `request.to("/team")`, `request.to("/record", act="admit")`."""
        return self.site.base + path + (f"?{urlencode(query)}" if query else "")

    def page(self, template: str, status: int = HTTPStatus.OK, **values: Any) -> HTMLResponse:
        """Render a template of templates/desk/. `values` are its variables, besides those of the frame."""
        html = self.site.render(self, template, values)
        return HTMLResponse(html.encode("utf-8", "replace"), status)

    def redirect(self, path: str, done: Performed[Any] | None = None, /, **query: object) -> Response:
        """Go to a page of the desk after a form (303). `done` is shown there in a banner."""
        address = self.to(path, **(query | ({"done": done.entry.id} if done else {})))
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)

    def perform(self, act: Act[P, R], *arguments: P.args, **options: P.kwargs) -> Performed[R]:
        """Do an act as this person: its right is checked, and it is added to the record."""
        return perform(self.campaign, self.actor, act, *arguments, **options)

    def need(self, value: T | None) -> T:
        """What was looked up. If there is none, the page is not found."""
        if value is None:
            raise self.missing()
        return value

    def missing(self) -> HTTPException:
        """The error for what is not there: `raise request.missing()`."""
        return HTTPException(HTTPStatus.NOT_FOUND)
