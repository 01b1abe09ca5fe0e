"""What all pages share: the campaign, its letter's text, its secrets, its words, and how a page is rendered."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from campaign.adapters.files import content
from campaign.adapters.files.folder import Folder
from campaign.adapters.http.client import Masks
from campaign.adapters.http.limits import Limit
from campaign.adapters.http.origin import PublicOrigin, public_origin
from campaign.adapters.store import Store, keys
from campaign.core.languages.catalogue import Catalogue, speaking
from campaign.core.languages.locale import locale
from campaign.core.languages.moments import moment
from campaign.core.languages.page import page_words
from campaign.core.publish import Contact
from campaign.core.publish.consents import shown
from campaign.core.render.characters import clean
from campaign.core.settings import Settings
from campaign.core.signons.consent import Consent
from campaign.core.signons.opening import Opening, opening
from campaign.services.publishing.consents import consent_of
from campaign.web.texts import Text, Texts


@dataclass(frozen=True, slots=True)
class Site:
    """One letter on the web. `links` and `forms` are the secrets of personal links and of forms; `clock` gives aware
    UTC. The limits count in this process alone."""

    settings: Settings
    store: Store
    place: Folder
    letter: str
    clock: Callable[[], dt.datetime]
    links: bytes = field(repr=False)
    forms: bytes = field(repr=False)
    templates: Environment
    catalogues: Mapping[str, Catalogue]
    texts: Texts
    consent: Consent
    masks: Masks = field(default_factory=Masks)
    # A conference signs from one address; a flood from one address is slowed down.
    signing_limit: Limit = field(default_factory=lambda: Limit(burst=60, seconds=20))
    # Whoever holds a personal link may change things often, not endlessly: each change is a line in the record.
    own_limit: Limit = field(default_factory=lambda: Limit(burst=60, seconds=60))
    # Whoever looks through the names may do so as fast as a person reads; a network of many people shares an address.
    look_limit: Limit = field(default_factory=lambda: Limit(burst=120, seconds=0.5))
    # Whoever types another's mail address again and again fills that person's mailbox.
    mail_limit: Limit = field(default_factory=lambda: Limit(burst=5, seconds=3600))

    @property
    def where(self) -> PublicOrigin:
        """The place of the public address."""
        return public_origin(self.settings.campaign.public_url)

    @property
    def contact(self) -> Contact:
        """Who answers for the campaign."""
        sender = self.settings.sender
        return Contact(clean(sender.name), sender.reply_to or sender.address)

    def opening(self, text: Text | None) -> Opening:
        """How signing stands now."""
        return opening(
            self.settings.signing.opens_at, self.settings.signing_closes_at, self.clock(), has_text=text is not None
        )

    def catalogue(self, language: str) -> Catalogue:
        """Our words in the language of a text, English where there is no catalogue."""
        return speaking(self.catalogues, language)

    def moment(self, at: dt.datetime, language: str) -> str:
        """A moment in words, in the campaign's zone and the language that pages in `language` speak."""
        return moment(at, self.settings.campaign.zone, self.catalogue(language).language)

    def page(
        self, template: str, language: str, status: int = HTTPStatus.OK, root: str = "", **values: Any
    ) -> HTMLResponse:
        """A page in a language of the letter. `root` is the way up to the first page, before every link."""
        catalogue = self.catalogue(language)
        shared = {
            "catalogue": catalogue,
            "words": page_words(catalogue.language),
            "page_language": catalogue.language,
            "letter_language": language,
            "direction": "rtl" if locale(language).character_order == "right-to-left" else "ltr",
            "campaign": clean(self.settings.campaign.name),
            "contact": self.contact,
            "root": root,
            **shown(self.consent, catalogue.language),
        }
        html = self.templates.get_template(f"web/{template}").render(shared | values)
        return HTMLResponse(html.encode("utf-8", "replace"), status)


def site_of(settings: Settings, store: Store, place: Folder, letter: str, clock: Callable[[], dt.datetime]) -> Site:
    """What the pages of a letter share. Raises FolderError for a catalogue that cannot be read, Refused where the
    settings do not say who answers for the signers' data."""
    return Site(
        settings=settings,
        store=store,
        place=place,
        letter=letter,
        clock=clock,
        links=store.write(keys.secret, keys.LINKS),
        forms=store.write(keys.secret, keys.FORMS),
        templates=content.templates(place.templates),
        catalogues=content.catalogues(place.templates),
        texts=Texts(store, letter),
        consent=consent_of(settings),
    )


def see_other(path: str) -> RedirectResponse:
    """After a form: look there. `path` is relative to the form's own address."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def asked_language(request: Request, text: Text | None) -> str:
    """The language that an address asks for with `?lang=`, where the text has it."""
    wanted: str = request.query_params.get("lang", "")
    return text.language(wanted) if text else "en"
