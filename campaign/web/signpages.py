"""The pages on the way to a sign-on: form, answers to be checked, a text that changed meanwhile, signing not open."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import HTMLResponse

from campaign.adapters.http import formtoken
from campaign.core.languages.page import page_words
from campaign.core.publish.titles import kind_in_words, language_name
from campaign.core.signons import Kind
from campaign.core.signons.form import FieldError
from campaign.core.signons.opening import Opening
from campaign.core.signons.words import AUTHORITY
from campaign.web import redlines
from campaign.web.countries import countries
from campaign.web.forms import Form, answers
from campaign.web.site import Site
from campaign.web.texts import Text


class SignPages:
    """Each page, given what was typed so far. `base` is the way from the form's folder to the first page.

    `mail` is the address that an invited one's link was sent to: it is not asked for then. "" asks.
    """

    def __init__(self, site: Site, base: str = "", mail: str = "") -> None:
        self._site = site
        self._base = base
        self._mail = mail

    def form(
        self,
        text: Text,
        language: str,
        kind: Kind,
        typed: Mapping[str, str] = {},
        errors: tuple[FieldError, ...] = (),
        focus: str = "",
        up: str = "",
    ) -> HTMLResponse:
        """The form, with what is to be mended above it and at its fields. `focus` is a field to go to."""
        catalogue = self._site.catalogue(language)
        said = {error.field: error.in_language(catalogue.gettext) for error in errors}
        return self._page(
            "sign.html",
            text,
            language,
            up,
            kind=kind.value,
            individuals=self._site.settings.signing.individuals,
            typed=typed,
            errors=said,
            focus=focus,
            authority=AUTHORITY,
            countries=countries(catalogue.language),
            languages=[(code, language_name(code)) for code in text.languages] if len(text.languages) > 1 else [],
        )

    def check(
        self, text: Text, language: str, form: Form, up: str = "", trouble: str = "", status: int = HTTPStatus.OK
    ) -> HTMLResponse:
        """The answers to be checked. `trouble` says why they are shown once more: "old" or "store"."""
        said = answers(form)
        country = dict(countries(self._site.catalogue(language).language))[form.country]
        return self._page(
            "check.html",
            text,
            language,
            up,
            status,
            hidden={**said, "token": self._token()},
            answers={**said, "country": country},
            kind=said["kind"],
            authority=AUTHORITY,
            trouble=trouble,
        )

    def changed(self, before: Text, text: Text, language: str, form: Form, up: str = "") -> HTMLResponse:
        """The text is another one than was read: what changed, and the question whether to sign it."""
        hidden = {**answers(form), "version": text.version.digest}
        redline = redlines.of(self._site, before, text, language)
        return self._page("changed.html", text, language, up, hidden=hidden, redline=redline)

    def not_open(self, opening: Opening, text: Text | None, language: str, up: str = "") -> HTMLResponse:
        """Nobody can sign now: why, and from when."""
        at = {
            Opening.CLOSED: self._site.settings.signing_closes_at,
            Opening.NOT_YET: self._site.settings.signing.opens_at,
        }.get(opening)
        moment = self._site.moment(at, language) if at else ""
        title = text.title(language) if text else ""
        return self._site.page(
            "closed.html", language, root=up + self._base, opening=opening.value, moment=moment, title=title
        )

    def sent(self, text: Text | None, language: str) -> HTMLResponse:
        """Kept: look into your mail."""
        return self._site.page("sent.html", language, root="../", title=text.title(language) if text else "")

    def _page(
        self, template: str, text: Text, language: str, up: str, status: int = HTTPStatus.OK, **values: Any
    ) -> HTMLResponse:
        words = page_words(self._site.catalogue(language).language)
        return self._site.page(
            template,
            language,
            status,
            up + self._base,
            forms=up,
            fixed_mail=self._mail,
            title=text.title(language),
            digest=text.version.digest,
            version=kind_in_words(text.version, words),
            closes=self._site.moment(self._site.settings.signing_closes_at, language),
            **values,
        )

    def _token(self) -> str:
        return formtoken.made(self._site.forms, self._site.clock().timestamp())
