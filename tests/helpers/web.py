"""The website of a campaign for tests: a frozen letter in a real store, and the app that serves it."""

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
from campaign.adapters.store.signons import notices, submissions, text_changes
from campaign.core.letters import Version, VersionKind, digest_of, read, texts_of
from campaign.core.letters.version import NewVersion
from campaign.core.settings import Sender, Settings
from campaign.core.settings.tables import CampaignTable, SigningTable, WebTable
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import NewSignOn, SignOnSource
from campaign.core.signons import SignOnKind as SignerKind
from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.personal_links import LinkPurpose, token
from campaign.core.signons.record import Actor, RecordEvent
from campaign.services.campaign import Campaign
from campaign.web.app import create_app
from tests.helpers.edition import ENGLISH, GERMAN
from tests.helpers.store import open_store

NOW = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)
VOTE = dt.datetime(2027, 4, 26, 10, 0, tzinfo=dt.UTC)
LETTER = "forests"
ADDRESS = "https://letter.example/forests/"
ROOT = "/forests/"  # the path of the first page in links
INVITED = "office@knowledge.example"
ANSWERS = {
    "organisation": "Free Knowledge e.V.",
    "country": "DE",
    "person": "Eve Berg",
    "role": "Chair",
    "mail": "eve@knowledge.example",
    "authority": "yes",
}
_SIGNING = ("opens_at", "closes_at", "individuals", "confirmations_per_day")
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def settings(**changed: object) -> Settings:
    """The settings of a campaign, by default with the public URL ADDRESS."""
    public_url = str(changed.pop("public_url", ADDRESS))
    campaign = CampaignTable("Forests first", VOTE, zone=ZoneInfo("Europe/Brussels"), public_url=public_url)
    signing = {name: changed.pop(name) for name in _SIGNING if name in changed}
    web = WebTable(client_header="x-forwarded-for")
    made = Settings(campaign, Sender("The coalition", "office@coalition.example"), web=web)
    return replace(made, signing=SigningTable(**signing), **changed)  # type: ignore[arg-type]  # a test names what it changes


@dataclass
class Web:
    """A campaign with its website. `now` is the time of its clock; `client` is its HTTP client."""

    store: Store
    folder: Folder
    settings: Settings
    now: dt.datetime = NOW
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        app = create_app(self.campaign)
        self.client = TestClient(app, base_url=ADDRESS, follow_redirects=False)

    @property
    def campaign(self) -> Campaign:
        """The campaign, for services."""
        return Campaign.from_parts(self.folder, self.settings, self.store, LETTER, lambda: self.now)

    def freeze(self, policy: ChangePolicy | None = None, until: dt.datetime | None = None, **sources: str) -> Version:
        """Freeze a version, by default with one English text."""
        sources = sources or {"en": ENGLISH}
        texts = texts_of({code: read(text, f"letter.{code}.md", code)[0] for code, text in sources.items()})
        kind = VersionKind.SUBSTANCE if policy else VersionKind.FIRST
        new = NewVersion(LETTER, digest_of(texts), texts, "agreed", self.now, kind)
        return self.store.write(text_changes.freeze, new, policy, until)

    def form_fields(self, **answers: str) -> dict[str, str]:
        """The fields that the form on the sign page sends, with answers."""
        page = self.client.get("sign").text
        return hidden_fields(page) | ANSWERS | answers

    def checked_fields(self, **answers: str) -> dict[str, str]:
        """The fields that the form on the next page sends, where answers are checked."""
        return hidden_fields(self.client.post("sign", data=self.form_fields(**answers)).text)

    def sign(self, **answers: str) -> int:
        """Send the form. Returns the id of the submission, which waits for a confirmation."""
        before = {notice.id for notice in self.store.read(notices.pending)}
        answer = self.client.post("sign/send", data=self.checked_fields(**answers))
        assert answer.status_code == 303, answer.text
        return next(notice.submission for notice in self.store.read(notices.pending) if notice.id not in before)

    def confirm_link(self, submission: int) -> str:
        """The token of the link in the email that asks to confirm a form."""
        waiting = self.store.read(submissions.one, submission)
        assert waiting is not None
        return token(self.store.write(keys.secret, keys.LINKS), LinkPurpose.SUBMISSION, submission, waiting.seed)

    def link(self, purpose: LinkPurpose, signon: int) -> str:
        """The token of the sign-on's newest link."""
        signer = self.store.read(signons.signer, signon)
        assert signer is not None
        return token(self.store.write(keys.secret, keys.LINKS), purpose, signon, signer.generation)

    def newest_submission(self) -> int:
        """The submission with the newest queued notice."""
        return self.store.read(notices.pending)[-1].submission

    def newest_signon(self) -> int:
        """The sign-on with the newest queued notice."""
        return self.store.read(notices.pending)[-1].signon

    def sign_and_confirm(self, **answers: str) -> int:
        """Sign and confirm. Returns the id of the sign-on."""
        submission = self.sign(**answers)
        assert self.client.post(f"confirm/{self.confirm_link(submission)}").status_code == 303
        applied = self.store.read(submissions.one, submission)
        assert applied is not None
        assert applied.signon is not None
        return applied.signon


def invite(web: Web, url: str = "") -> int:
    """Invite an organisation of the directory. Returns the id of its sign-on."""
    state = SignOnState.INVITED
    organisation = Organisation("knowledge", "Free Knowledge", url, "Germany", "", state)
    web.store.write(directory.put, LETTER, (organisation,), web.now)
    new = NewSignOn(
        LETTER,
        SignerKind.ORGANISATION,
        organisation.name,
        state,
        None,
        "",
        SignOnSource.INVITATION,
        url=url,
        country="Germany",
        organisation="knowledge",
        person="Eve Berg",
        address=INVITED,
        address_key=INVITED,
    )
    return web.store.write(signons.add, new, RecordEvent.INVITED, Actor.COORDINATOR, web.now).id


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a form."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


def words(page: str) -> str:
    """The text of a page, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<body>")[2])).split())


def title(page: str) -> str:
    """The title of a page."""
    return unescape(page.partition("<title>")[2].partition("</title>")[0])


@contextmanager
def open_web(folder: Path, frozen: Mapping[str, str] | None = None, **changed: object) -> Iterator[Web]:
    """A campaign with its website. The letter is frozen in English and German, unless `frozen` names other texts."""
    with open_store(folder / "campaign.db") as store:
        web = Web(store, Folder(folder), settings(**changed))
        sources = {"en": ENGLISH, "de": GERMAN} if frozen is None else dict(frozen)
        if sources:
            web.freeze(**sources)
        yield web
