"""What all pages share: the letter, the rate limits, and rendering."""

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from campaign.core.languages.browser_language import visitor_language
from campaign.core.languages.catalogue import Catalogue
from campaign.core.languages.locale import locale
from campaign.core.languages.page_words import page_words
from campaign.core.languages.times_and_numbers import moment
from campaign.core.publish.consents import consent_values
from campaign.core.publish.titles import language_name
from campaign.core.render.characters import clean
from campaign.services.public.frozen_letters import FrozenLetter
from campaign.services.public.letter import PublicLetter
from campaign.web.limits import VisitorLimits
from campaign.web.paths import root


@dataclass(frozen=True, slots=True)
class Site:
    """The website of one letter."""

    letter: PublicLetter
    """The letter, as the services of the public pages take it."""
    limits: VisitorLimits
    """The rate limits per visitor."""

    @property
    def seconds(self) -> float:
        """The current time in seconds since 1970."""
        return self.letter.campaign.now().timestamp()

    def catalogue(self, language: str) -> Catalogue:
        """The translations for a language of the letter; English if there is no catalogue."""
        return self.letter.design.catalogue(language)

    def moment(self, at: dt.datetime, language: str) -> str:
        """A time in words, in the campaign's zone and the language of the page."""
        return moment(at, self.letter.campaign.settings.campaign.zone, self.catalogue(language).language)

    def closing_time(self, language: str) -> str:
        """The time when signing closes, in words."""
        return self.moment(self.letter.campaign.settings.signing_closes_at, language)

    def page(
        self, request: Request, template: str, language: str, status: int = HTTPStatus.OK, **values: Any
    ) -> HTMLResponse:
        """Render a template in a language of the letter. Links are below the mount of `request`."""
        letter, catalogue = self.letter, self.catalogue(language)
        shared = {
            "catalogue": catalogue,
            "words": page_words(catalogue.language),
            "page_language": catalogue.language,
            "letter_language": language,
            "letter_language_name": language_name(language),
            "direction": "rtl" if locale(language).character_order == "right-to-left" else "ltr",
            "campaign": clean(letter.campaign.settings.campaign.name),
            "contact": letter.contact,
            "root": root(request),
            "switch": self._switch(request),
            **consent_values(letter.consent, catalogue.language),
        }
        html = letter.design.templates.get_template(f"web/{template}").render(shared | values)
        return HTMLResponse(html.encode("utf-8", "replace"), status)

    def _switch(self, request: Request) -> list[tuple[str, str, str]]:
        """The languages of the letter, each with its name and the same page in it; empty if there is only one, or the
        page answers a form."""
        text = self.letter.texts.cached
        if text is None or len(text.languages) == 1 or request.method not in ("GET", "HEAD"):
            return []
        query = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
        return [
            (code, language_name(code), f"?{urlencode([*query, ('lang', code)], errors='replace')}")
            for code in text.languages
        ]


def see_other(path: str) -> RedirectResponse:
    """Redirect with GET after a form (303)."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def personal_language(request: Request, text: FrozenLetter | None, signed_in: str) -> str:
    """The language of a personal page: the one in `?lang=`, if the text has it, else the one `signed_in`."""
    if text is None:
        return signed_in or "en"
    requested = request.query_params.get("lang", "")
    return requested if requested in text.letters else text.language_or_main(signed_in)


def requested_language(request: Request, text: FrozenLetter | None) -> str:
    """The language in `?lang=`, if the text has it; else the one that the visitor's browser prefers of the text's."""
    if text is None:
        return "en"
    language: str = request.query_params.get("lang", "")
    return (
        language
        if language in text.letters
        else visitor_language(request.headers.get("accept-language", ""), text.languages)
    )
