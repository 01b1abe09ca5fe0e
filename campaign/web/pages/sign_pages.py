"""Render the pages of signing: the form, the answers to check, a text that changed, signing not open."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from campaign.adapters.http import form_token
from campaign.core.languages.page_words import page_words
from campaign.core.publish.countries import country_choices
from campaign.core.publish.titles import language_name, version_title
from campaign.core.signons import SignOnKind
from campaign.core.signons.form import FieldError
from campaign.core.signons.messages import AUTHORITY
from campaign.core.signons.signing_state import SigningState
from campaign.services.public.documents import changes
from campaign.services.public.frozen_letters import FrozenLetter
from campaign.services.public.signing import (
    Form,
    FormDecision,
    OutdatedForm,
    ReadyForm,
    SigningNotOpen,
    UnfinishedForm,
    check_form,
    form_fields,
    previous_text,
    typed_fields,
)
from campaign.web.pages.redlines import redline
from campaign.web.site import Site


def has_fresh_token(site: Site, form_data: Mapping[str, str], form: Form) -> bool:
    """Whether the form has the token of a page that showed exactly these answers, within the last day."""
    return form_token.is_valid(form_data.get("token", ""), site.letter.form_secret, site.seconds, form_fields(form))


@dataclass(frozen=True, slots=True)
class SignPages:
    """Renders the pages of one form, for one request."""

    site: Site
    request: Request
    form_path: str
    """The path below which `sign` and `sign/send` receive the form."""
    fixed_address: str = ""
    """The address that the invitation was sent to; the form does not ask for it. "" if the form asks."""

    def new_form(
        self, text: FrozenLetter | None, language: str, kind: SignOnKind, values: Mapping[str, str] = {}
    ) -> HTMLResponse:
        """The form, filled in with what is known."""
        opening = self.site.letter.signing_state(text)
        if text is None or opening is not SigningState.OPEN:
            return self._closed_page(opening, text, language)
        return self._form_page(text, language, kind, values)

    def next_page(self, kind: SignOnKind, form_data: Mapping[str, str], trouble: str = "") -> HTMLResponse:
        """The page after the form, by the newest text: the answers to check, or the form with its errors.

        `trouble` says why the answers are shown again: "old" or "store".
        """
        letter = self.site.letter
        text = letter.texts.newest()
        language = text.language_or_main(form_data.get("language", "")) if text else "en"
        decision = check_form(letter, text, kind, form_data)
        if text and "change" in form_data and not isinstance(decision, SigningNotOpen):
            return self._form_page(text, language, kind, typed_fields(kind, form_data), focus=form_data["change"])
        return self._page_for(decision, language, trouble)

    def not_saved(self, ready: ReadyForm) -> HTMLResponse:
        """The answers again, because the database could not store them."""
        return self._check_page(ready, ready.form.language, "store", HTTPStatus.SERVICE_UNAVAILABLE)

    def _page_for(self, decision: FormDecision, language: str, trouble: str) -> HTMLResponse:
        match decision:
            case SigningNotOpen(opening, text):
                return self._closed_page(opening, text, language)
            case UnfinishedForm(text, kind, fields, errors):
                return self._form_page(text, language, kind, fields, errors)
            case OutdatedForm():
                return self._changed_page(decision, language)
            case ReadyForm():
                return self._check_page(decision, language, trouble)

    def _form_page(
        self,
        text: FrozenLetter,
        language: str,
        kind: SignOnKind,
        typed: Mapping[str, str] = {},
        errors: tuple[FieldError, ...] = (),
        focus: str = "",
    ) -> HTMLResponse:
        """The form, with its errors above it and at the fields. `focus` is the field to start at."""
        catalogue = self.site.catalogue(language)
        return self._page(
            "sign.html",
            text,
            language,
            kind=kind.value,
            individuals=self.site.letter.campaign.settings.signing.individuals,
            typed=typed,
            errors={error.field: error.text_in(catalogue.gettext) for error in errors},
            focus=focus,
            authority=AUTHORITY,
            countries=country_choices(catalogue.language),
            languages=[(code, language_name(code)) for code in text.languages] if len(text.languages) > 1 else [],
        )

    def _check_page(self, ready: ReadyForm, language: str, trouble: str, status: int = HTTPStatus.OK) -> HTMLResponse:
        """The page to check the answers."""
        fields = form_fields(ready.form)
        country = dict(country_choices(self.site.catalogue(language).language))[ready.form.country]
        return self._page(
            "check.html",
            ready.text,
            language,
            status,
            hidden={**fields, "token": form_token.new_token(self.site.letter.form_secret, self.site.seconds, fields)},
            answers={**fields, "country": country},
            kind=fields["kind"],
            authority=AUTHORITY,
            trouble=trouble,
        )

    def _closed_page(self, opening: SigningState, text: FrozenLetter | None, language: str) -> HTMLResponse:
        """The page that says why nobody can sign now, and from when."""
        settings = self.site.letter.campaign.settings
        at = {SigningState.CLOSED: settings.signing_closes_at, SigningState.NOT_YET: settings.signing.opens_at}.get(
            opening
        )
        moment = self.site.moment(at, language) if at else ""
        title = text.title(language) if text else ""
        return self.site.page(self.request, "closed.html", language, opening=opening.value, moment=moment, title=title)

    def _changed_page(self, outdated: OutdatedForm, language: str) -> HTMLResponse:
        """The text has changed since it was read: show the changes, and ask whether to sign it."""
        before, text = previous_text(self.site.letter, outdated), outdated.text
        if isinstance(before, UnfinishedForm):
            return self._page_for(before, language, "")
        hidden = {**form_fields(outdated.form), "version": text.version.digest}
        comparison = redline(*changes(self.site.letter, before, text, language))
        return self._page("changed.html", text, language, hidden=hidden, redline=comparison)

    def _page(
        self, template: str, text: FrozenLetter, language: str, status: int = HTTPStatus.OK, **values: Any
    ) -> HTMLResponse:
        words = page_words(self.site.catalogue(language).language)
        return self.site.page(
            self.request,
            template,
            language,
            status,
            forms=self.form_path,
            fixed_mail=self.fixed_address,
            title=text.title(language),
            digest=text.version.digest,
            version=version_title(text.version, words),
            closes=self.site.closing_time(language),
            **values,
        )
