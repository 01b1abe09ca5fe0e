"""The personal page as its holder sees it, by where the sign-on stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from campaign.core.compose.values import day_in_words
from campaign.core.languages.page import page_words
from campaign.core.publish.countries import choices, country_name
from campaign.core.publish.titles import kind_in_words
from campaign.core.render.html import Fragments
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, SignOn
from campaign.core.signons.countries import code_of
from campaign.core.signons.form import FieldError
from campaign.core.signons.links import Purpose
from campaign.core.signons.states import MAY_SIGN
from campaign.services.public.documents import changes
from campaign.services.public.holders import Holder
from campaign.services.public.invitation import days_for_answer
from campaign.services.public.renewals import Question, renewal
from campaign.services.public.texts import Text
from campaign.web.links import path_to
from campaign.web.pages.redlines import redline
from campaign.web.site import Site

# What the page says has been done, by the word in its address.
DONE = frozenset({"saved", "same", "logo", "unlogo", "agreed", "objected", "late", "kept"})


@dataclass(frozen=True, slots=True)
class ShownRenewal:
    """A newer text beside the one that was signed, as the page shows it."""

    question: Question
    version: int
    """The newer version's id, which the form sends back."""
    name: str
    """The newer version, in words."""
    redline: Fragments
    """What changed."""
    until: str
    """When the time for objections ends, in words; "" for every other question."""


class OwnPages:
    """Pages of a personal link."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def page(
        self,
        request: Request,
        found: Holder,
        wanted: str = "",
        typed: Mapping[str, str] | None = None,
        errors: tuple[FieldError, ...] = (),
        done: str = "",
    ) -> HTMLResponse:
        """The page itself. `wanted` is a language that was asked for, `typed` what did not pass, `done` one of DONE."""
        if found.signon.state in MAY_SIGN:
            return self._invited(request, found, wanted, typed or {}, errors)
        text = self._text(found.signon)
        language = self.language(found.signon, text, wanted)
        catalogue = self._site.catalogue(language)
        return self._shown(
            request,
            "own.html",
            found,
            text,
            language,
            typed=_typed(found.signon) if typed is None else typed,
            errors={error.field: error.in_language(catalogue.gettext) for error in errors},
            focus="",
            countries=choices(catalogue.language),
            said=done if done in DONE and not errors else "",
            renewal=self._renewal(found.signon, language),
            confirm=found.token_for(self._site.letter, Purpose.CONFIRM),
        )

    def withdraw(self, request: Request, found: Holder) -> HTMLResponse:
        """The page that asks before a sign-on is taken back."""
        text = self._text(found.signon)
        return self._shown(request, "withdraw.html", found, text, self.language(found.signon, text))

    def language(self, signon: SignOn, text: Text | None, wanted: str = "") -> str:
        """The language of the page: that which was asked for, else that which was signed in."""
        if text is None:
            return wanted or signon.language or "en"
        return wanted if wanted in text.letters else text.language(signon.language)

    def _invited(
        self, request: Request, found: Holder, wanted: str, typed: Mapping[str, str], errors: tuple[FieldError, ...]
    ) -> HTMLResponse:
        letter = self._site.letter
        text, until = letter.texts.newest(), found.signer.until
        language = self.language(found.signon, text, wanted)
        catalogue = self._site.catalogue(language)
        today, last = days_for_answer(letter)
        return self._shown(
            request,
            "invited.html",
            found,
            text,
            language,
            ask=text.letters[language].ask if text else "",
            opening=letter.opening(text).value,
            closes=self._site.closes(language),
            last=last.isoformat(),
            today=today.isoformat(),
            until=day_in_words(until, catalogue.language) if until else "",
            typed=typed or ({"until": until.isoformat()} if until else {}),
            errors={error.field: error.in_language(catalogue.gettext) for error in errors},
            focus="",
        )

    def _renewal(self, signon: SignOn, language: str) -> ShownRenewal | None:
        found = renewal(self._site.letter, signon)
        if found is None:
            return None
        comparison = redline(*changes(self._site.letter, found.before, found.after, language))
        name = kind_in_words(found.after.version, page_words(self._site.catalogue(language).language))
        until = self._site.moment(found.until, language) if found.until else ""
        return ShownRenewal(found.question, found.after.version.id, name, comparison, until)

    def _text(self, signon: SignOn) -> Text | None:
        texts = self._site.letter.texts
        return texts.one(signon.version) if signon.version else texts.newest()

    def _shown(
        self, request: Request, template: str, found: Holder, text: Text | None, language: str, **values: Any
    ) -> HTMLResponse:
        site, signon = self._site, found.signon
        speech = site.catalogue(language).language
        own, forward = (found.token_for(site.letter, purpose) for purpose in (Purpose.OWN, Purpose.FORWARD))
        return site.page(
            request,
            template,
            language,
            title=text.title(language) if text else "",
            version=kind_in_words(text.version, page_words(speech)) if text else "",
            digest=text.version.digest if text else "",
            signon=signon,
            signer=found.signer,
            organised=signon.kind is Kind.ORGANISATION,
            state=signon.state.value,
            is_signed=signon.state in (SignOnState.CONFIRMED, SignOnState.LISTED),
            country=country_name(signon.country, speech),
            own_page=path_to(request, "own", token=own),
            forward=path_to(request, "forward", token=forward),
            **values,
        )


def _typed(signon: SignOn) -> dict[str, str]:
    """The form as it stands before anything is changed."""
    name = "organisation" if signon.kind is Kind.ORGANISATION else "person"
    return {name: signon.name, "country": code_of(signon.country), "url": signon.url, "quote": signon.quote}
