"""The desk of the web campaign for tests: people of each role, and their browsers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from campaign.core.team.account import COMMAND_LINE, Account
from campaign.core.team.roles import Role
from campaign.desk.app import create_desk
from campaign.services.acts.act import perform
from campaign.services.acts.team_acts import ADMIT
from campaign.services.team.admission import new_account
from campaign.services.team.signing_in import make_link
from tests.helpers.edition import ENGLISH, GERMAN
from tests.helpers.web import LETTER, Web, open_web

_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')
BASE = "http://localhost"
OURS = {"sec-fetch-site": "same-origin"}


@dataclass
class DeskWeb:
    """A campaign and its desk at http://localhost."""

    web: Web
    base: str = BASE

    def admit(self, role: Role, name: str = "") -> Account:
        """Admit a person of a role: "maya", whose address is maya@coalition.example."""
        name = name or role.value
        new = new_account(f"{name.lower()}@coalition.example", name.capitalize(), role)
        return perform(self.web.campaign, COMMAND_LINE, ADMIT, new).result

    def browser(self) -> TestClient:
        """A browser that is not signed in."""
        app = create_desk(self.web.campaign, self.base)
        return TestClient(app, base_url=self.base, follow_redirects=False, headers=OURS)

    def signed_in(self, account: Account) -> TestClient:
        """A browser in which a person is signed in."""
        client = self.browser()
        answer = client.post(f"/desk/in/link/{make_link(self.web.campaign, account)}")
        assert answer.status_code == 303, answer.text
        return client


class DeskBrowsers:
    """Browsers of one desk, each with the session that its role got once."""

    def __init__(self, desk: DeskWeb) -> None:
        self._desk = desk
        self._app = create_desk(desk.web.campaign, desk.base)
        self._people: dict[Role, Account] = {}
        self._last: dict[Role, TestClient] = {}

    def signed_out(self) -> TestClient:
        """A browser that is not signed in."""
        return TestClient(self._app, base_url=self._desk.base, follow_redirects=False, headers=OURS)

    def signed_in(self, role: Role) -> TestClient:
        """A browser in which somebody of this role is signed in; again, if the last request signed out."""
        client = self.signed_out()
        if role in self._last:
            client.cookies.update(self._last[role].cookies)
        if not any(name.endswith("session") for name in client.cookies):  # other cookies outlast signing out
            person = self._people.get(role) or self._people.setdefault(role, self._desk.admit(role))
            assert client.post(f"/desk/in/link/{make_link(self._desk.web.campaign, person)}").status_code == 303
        self._last[role] = client
        return client


@contextmanager
def open_desk(folder: Path) -> Iterator[DeskWeb]:
    """A campaign with a frozen letter, and its desk."""
    with open_web(folder) as web:
        yield DeskWeb(web)


def write_letter(web: Web) -> None:
    """Write the letter's files as they were frozen: emails to signers are made from them."""
    for language, text in (("en", ENGLISH), ("de", GERMAN)):
        file = web.folder.letter(LETTER) / f"letter.{language}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def hidden_values(page: str) -> dict[str, str]:
    """The hidden fields of a page, in any form."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}
