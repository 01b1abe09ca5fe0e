"""The pages on the way to a sign-on: form, answers to be checked, a text that changed meanwhile, signing not open."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from campaign.adapters.http import formtoken
from campaign.core.languages.page import page_words
from campaign.core.publish.countries import choices
from campaign.core.publish.titles import kind_in_words, language_name
from campaign.core.signons import Kind
from campaign.core.signons.form import FieldError
from campaign.core.signons.opening import Opening
from campaign.core.signons.words import AUTHORITY
from campaign.services.public.documents import changes
from campaign.services.public.signing import (
    Decision,
    NotOpen,
    Outdated,
    Ready,
    Unfinished,
    answers,
    compare,
    decide,
    typed,
)
from campaign.services.public.texts import Text
from campaign.web.pages.redlines import redline
from campaign.web.site import Site


@dataclass(frozen=True, slots=True)
class SignPages:
    """The pages of one form, for the request that asks for them."""

    site: Site
    request: Request
    forms: str
    """The path before `sign` and `sign/send` to which the form is sent."""
    mail: str = ""
    """The address that an invited one's link was sent to: it is not asked for then. "" asks."""

    def empty(self, text: Text | None, language: str, kind: Kind, known: Mapping[str, str] = {}) -> HTMLResponse:
        """The form as it is asked for, with what is known already."""
        opening = self.site.letter.opening(text)
        if text is None or opening is not Opening.OPEN:
            return self._not_open(opening, text, language)
        return self._form(text, language, kind, known)

    def answer(self, kind: Kind, sent: Mapping[str, str], trouble: str = "") -> HTMLResponse:
        """The page that follows from what was sent, by the text that is newest now: the answers to be checked, or what
        must come before them. `trouble` says why answers are shown once more."""
        letter = self.site.letter
        text = letter.texts.newest()
        language = text.language(sent.get("language", "")) if text else "en"
        decision = decide(letter, text, kind, sent)
        if text and "change" in sent and not isinstance(decision, NotOpen):
            return self._form(text, language, kind, typed(kind, sent), focus=sent["change"])
        return self._decided(decision, language, trouble)

    def not_kept(self, ready: Ready) -> HTMLResponse:
        """The store could not keep it: the answers once more."""
        return self._check(ready, ready.form.language, "store", HTTPStatus.SERVICE_UNAVAILABLE)

    def _decided(self, decision: Decision, language: str, trouble: str) -> HTMLResponse:
        match decision:
            case NotOpen(opening, text):
                return self._not_open(opening, text, language)
            case Unfinished(text, kind, fields, errors):
                return self._form(text, language, kind, fields, errors)
            case Outdated():
                return self._outdated(decision, language)
            case Ready():
                return self._check(decision, language, trouble)

    def _form(
        self,
        text: Text,
        language: str,
        kind: Kind,
        typed: Mapping[str, str] = {},
        errors: tuple[FieldError, ...] = (),
        focus: str = "",
    ) -> HTMLResponse:
        """The form, with what is to be mended above it and at its fields. `focus` is a field to go to."""
        catalogue = self.site.catalogue(language)
        return self._page(
            "sign.html",
            text,
            language,
            kind=kind.value,
            individuals=self.site.letter.campaign.settings.signing.individuals,
            typed=typed,
            errors={error.field: error.in_language(catalogue.gettext) for error in errors},
            focus=focus,
            authority=AUTHORITY,
            countries=choices(catalogue.language),
            languages=[(code, language_name(code)) for code in text.languages] if len(text.languages) > 1 else [],
        )

    def _check(self, ready: Ready, language: str, trouble: str, status: int = HTTPStatus.OK) -> HTMLResponse:
        """The answers to be checked."""
        fields = answers(ready.form)
        country = dict(choices(self.site.catalogue(language).language))[ready.form.country]
        return self._page(
            "check.html",
            ready.text,
            language,
            status,
            hidden={**fields, "token": formtoken.made(self.site.letter.form_secret, self.site.seconds)},
            answers={**fields, "country": country},
            kind=fields["kind"],
            authority=AUTHORITY,
            trouble=trouble,
        )

    def _not_open(self, opening: Opening, text: Text | None, language: str) -> HTMLResponse:
        """Nobody can sign now: why, and from when."""
        settings = self.site.letter.campaign.settings
        at = {Opening.CLOSED: settings.signing_closes_at, Opening.NOT_YET: settings.signing.opens_at}.get(opening)
        moment = self.site.moment(at, language) if at else ""
        title = text.title(language) if text else ""
        return self.site.page(self.request, "closed.html", language, opening=opening.value, moment=moment, title=title)

    def _outdated(self, outdated: Outdated, language: str) -> HTMLResponse:
        """The text is another one than was read: what changed, and the question whether to sign it."""
        before, text = compare(self.site.letter, outdated), outdated.text
        if isinstance(before, Unfinished):
            return self._decided(before, language, "")
        hidden = {**answers(outdated.form), "version": text.version.digest}
        comparison = redline(*changes(self.site.letter, before, text, language))
        return self._page("changed.html", text, language, hidden=hidden, redline=comparison)

    def _page(
        self, template: str, text: Text, language: str, status: int = HTTPStatus.OK, **values: Any
    ) -> HTMLResponse:
        words = page_words(self.site.catalogue(language).language)
        return self.site.page(
            self.request,
            template,
            language,
            status,
            forms=self.forms,
            fixed_mail=self.mail,
            title=text.title(language),
            digest=text.version.digest,
            version=kind_in_words(text.version, words),
            closes=self.site.closes(language),
            **values,
        )
