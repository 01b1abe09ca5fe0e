"""What all pages share: the letter, the limits, and how a page is rendered."""

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from campaign.core.languages.catalogue import Catalogue
from campaign.core.languages.locale import locale
from campaign.core.languages.moments import moment
from campaign.core.languages.page_words import page_words
from campaign.core.publish.consents import consent_values
from campaign.core.render.characters import clean
from campaign.services.public.frozen_letters import FrozenLetter
from campaign.services.public.letter import PublicLetter
from campaign.web.limits import VisitorLimits
from campaign.web.paths import root


@dataclass(frozen=True, slots=True)
class Site:
    """One letter on the web."""

    letter: PublicLetter
    """What the services of the public pages take."""
    limits: VisitorLimits
    """How often a visitor may ask."""

    @property
    def seconds(self) -> float:
        """The time now, in seconds since 1970."""
        return self.letter.campaign.now().timestamp()

    def catalogue(self, language: str) -> Catalogue:
        """Our words in the language of a text, English where there is no catalogue."""
        return self.letter.design.catalogue(language)

    def moment(self, at: dt.datetime, language: str) -> str:
        """A moment in words, in the campaign's zone and the language that pages in `language` speak."""
        return moment(at, self.letter.campaign.settings.campaign.zone, self.catalogue(language).language)

    def closing_time(self, language: str) -> str:
        """When signing closes, in words."""
        return self.moment(self.letter.campaign.settings.signing_closes_at, language)

    def page(
        self, request: Request, template: str, language: str, status: int = HTTPStatus.OK, **values: Any
    ) -> HTMLResponse:
        """A page in a language of the letter, with its links below the mount that `request` came by."""
        letter, catalogue = self.letter, self.catalogue(language)
        shared = {
            "catalogue": catalogue,
            "words": page_words(catalogue.language),
            "page_language": catalogue.language,
            "letter_language": language,
            "direction": "rtl" if locale(language).character_order == "right-to-left" else "ltr",
            "campaign": clean(letter.campaign.settings.campaign.name),
            "contact": letter.contact,
            "root": root(request),
            **consent_values(letter.consent, catalogue.language),
        }
        html = letter.design.templates.get_template(f"web/{template}").render(shared | values)
        return HTMLResponse(html.encode("utf-8", "replace"), status)


def see_other(path: str) -> RedirectResponse:
    """After a form: look there."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def requested_language(request: Request, text: FrozenLetter | None) -> str:
    """The language that an address asks for with `?lang=`, where the text has it."""
    language: str = request.query_params.get("lang", "")
    return text.language_or_main(language) if text else "en"
