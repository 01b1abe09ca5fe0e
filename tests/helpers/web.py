"""The pages of a campaign for tests: a letter frozen in a real store, and the app that serves it."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.testclient import TestClient

from campaign.adapters.files.folder import Folder
from campaign.adapters.store import Store, directory, keys, signons
from campaign.adapters.store.signons import notices, standing
from campaign.core.letters import Kind, Version, digest_of, read, texts_of
from campaign.core.letters.version import NewVersion
from campaign.core.settings import Sender, Settings
from campaign.core.settings.tables import CampaignTable, SigningTable, WebTable
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import Kind as SignerKind
from campaign.core.signons import NewSignOn, Source
from campaign.core.signons.change import Way
from campaign.core.signons.links import Purpose, token
from campaign.core.signons.record import Actor, Deed
from campaign.services.campaign import Campaign
from campaign.web.app import create_app
from tests.helpers.edition import ENGLISH, GERMAN
from tests.helpers.store import open_store

NOW = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)
VOTE = dt.datetime(2027, 4, 26, 10, 0, tzinfo=dt.UTC)
LETTER = "forests"
ADDRESS = "https://letter.example/forests/"
ROOT = "/forests/"  # the path of the first page, as links have it
INVITED = "office@knowledge.example"
ANSWERS = {
    "organisation": "Free Knowledge e.V.",
    "country": "DE",
    "person": "Eve Berg",
    "role": "Chair",
    "mail": "eve@knowledge.example",
    "authority": "yes",
}
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def settings(**changed: object) -> Settings:
    """The settings of a campaign, by default known at ADDRESS."""
    public_url = str(changed.pop("public_url", ADDRESS))
    campaign = CampaignTable("Forests first", VOTE, zone=ZoneInfo("Europe/Brussels"), public_url=public_url)
    signing = {name: changed.pop(name) for name in ("opens_at", "closes_at", "individuals") if name in changed}
    web = WebTable(client_header="x-forwarded-for")
    made = Settings(campaign, Sender("The coalition", "office@coalition.example"), web=web)
    return replace(made, signing=SigningTable(**signing), **changed)  # type: ignore[arg-type]


@dataclass
class Web:
    """A campaign on the web. `now` is what its clock says; `client` speaks to it as a browser would."""

    store: Store
    place: Folder
    settings: Settings
    now: dt.datetime = NOW
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        app = create_app(self.campaign)
        self.client = TestClient(app, base_url=ADDRESS, follow_redirects=False)

    @property
    def campaign(self) -> Campaign:
        """What services are called with."""
        return Campaign.of(self.place, self.settings, self.store, LETTER, lambda: self.now)

    def freeze(self, way: Way | None = None, until: dt.datetime | None = None, **sources: str) -> Version:
        """Freeze a version, by default of one English text."""
        sources = sources or {"en": ENGLISH}
        texts = texts_of({code: read(text, f"letter.{code}.md", code)[0] for code, text in sources.items()})
        kind = Kind.SUBSTANCE if way else Kind.FIRST
        new = NewVersion(LETTER, digest_of(texts), texts, "agreed", self.now, kind)
        return self.store.write(standing.freeze, new, way, until)

    def hidden(self, **answers: str) -> dict[str, str]:
        """The form's hidden fields with answers: what its button would send."""
        page = self.client.get("sign").text
        return hidden(page) | ANSWERS | answers

    def checked(self, **answers: str) -> dict[str, str]:
        """What the button on the page of checked answers would send."""
        return hidden(self.client.post("sign", data=self.hidden(**answers)).text)

    def signed(self, **answers: str) -> int:
        """Somebody signs; the sign-on."""
        before = {notice.id for notice in self.store.read(notices.owed)}
        answer = self.client.post("sign/send", data=self.checked(**answers))
        assert answer.status_code == 303, answer.text
        return next(each.signon for each in self.store.read(notices.owed) if each.id not in before)

    def link(self, purpose: Purpose, signon: int) -> str:
        """The token of a sign-on's newest link."""
        signer = self.store.read(signons.signer, signon)
        assert signer is not None
        return token(self.store.write(keys.secret, keys.LINKS), purpose, signon, signer.generation)

    def newest_signon(self) -> int:
        """The sign-on that owes its signer the newest mail."""
        return self.store.read(notices.owed)[-1].signon

    def confirmed(self, **answers: str) -> int:
        """Somebody signs and confirms; the sign-on."""
        signon = self.signed(**answers)
        assert self.client.post(f"confirm/{self.link(Purpose.CONFIRM, signon)}").status_code == 303
        return signon


def invited(web: Web, url: str = "") -> int:
    """An organisation of the directory that has been asked; its sign-on."""
    state = SignOnState.INVITED
    known = Organisation("knowledge", "Free Knowledge", url, "Germany", "", state)
    web.store.write(directory.put, LETTER, (known,), web.now)
    asked = NewSignOn(
        LETTER,
        SignerKind.ORGANISATION,
        known.name,
        state,
        None,
        "",
        Source.INVITATION,
        url=url,
        country="Germany",
        organisation="knowledge",
        person="Eve Berg",
        mail=INVITED,
        mail_key=INVITED,
    )
    return web.store.write(signons.add, asked, Deed.INVITED, Actor.COORDINATOR, web.now).id


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


def words(page: str) -> str:
    """A page's words, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<body>")[2])).split())


def title(page: str) -> str:
    """A page's title."""
    return unescape(page.partition("<title>")[2].partition("</title>")[0])


@contextmanager
def made(folder: Path, frozen: Mapping[str, str] | None = None, **changed: object) -> Iterator[Web]:
    """A campaign's pages, with a version frozen in English and German unless `frozen` says otherwise."""
    with open_store(folder / "campaign.db") as store:
        web = Web(store, Folder(folder), settings(**changed))
        sources = {"en": ENGLISH, "de": GERMAN} if frozen is None else dict(frozen)
        if sources:
            web.freeze(**sources)
        yield web
