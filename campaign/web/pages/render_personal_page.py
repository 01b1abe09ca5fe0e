"""Render the personal page, which depends on the state of the sign-on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from campaign.core.compose.values import day_in_words
from campaign.core.languages.page_words import page_words
from campaign.core.letters.redline_changes import cut_to_changes
from campaign.core.publish.countries import country_choices, country_name
from campaign.core.publish.titles import version_title
from campaign.core.render.html import Fragments
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn, SignOnKind
from campaign.core.signons.countries import code_of
from campaign.core.signons.form import FieldError
from campaign.core.signons.personal_links import LinkPurpose
from campaign.core.signons.states import MAY_SIGN
from campaign.services.public import own_signon
from campaign.services.public.documents import changes
from campaign.services.public.frozen_letters import FrozenLetter
from campaign.services.public.invitation import days_for_answer
from campaign.services.public.link_holders import Holder
from campaign.services.public.renewals import Question, renewal
from campaign.web.pages.redlines import redline
from campaign.web.paths import path_to
from campaign.web.site import Site

# What was done, as the query of the page says; the page has a message for each.
DONE = frozenset({"saved", "same", "waits", "logo", "unlogo", "agreed", "objected", "late", "kept"})


@dataclass(frozen=True, slots=True)
class RenewalView:
    """A newer text than the signed one, for the template."""

    question: Question
    version: int
    """Id of the newer version, which the form sends back."""
    name: str
    """Name of the newer version, in words."""
    redline: Fragments
    """What changed between the two texts."""
    until: str
    """End of the objection window, in words; "" for every other question."""


class OwnPages:
    """Renders the pages of a personal link."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def page(
        self,
        request: Request,
        holder: Holder,
        requested: str = "",
        typed: Mapping[str, str] | None = None,
        errors: tuple[FieldError, ...] = (),
        done: str = "",
    ) -> HTMLResponse:
        """The page itself. `wanted` is a language that was asked for, `typed` what did not pass, `done` one of DONE."""
        into = own_signon.merged_into(self._site.letter, holder)
        if into is not None:
            return self._merged(request, holder, into, requested)
        if holder.signon.state in MAY_SIGN:
            return self._invitation(request, holder, requested, typed or {}, errors)
        text = self._text(holder.signon)
        language = self.language(holder.signon, text, requested)
        catalogue = self._site.catalogue(language)
        wanted = own_signon.as_proposed(self._site.letter, holder)
        return self._render(
            request,
            "own.html",
            holder,
            text,
            language,
            typed=_initial_values(wanted) if typed is None else typed,
            errors={error.field: error.text_in(catalogue.gettext) for error in errors},
            focus="",
            logo=wanted.logo,
            waits=wanted != holder.signon,
            countries=country_choices(catalogue.language),
            said=done if done in DONE and not errors else "",
            renewal=self._renewal(holder.signon, language),
            confirm=holder.token_for(self._site.letter, LinkPurpose.CONFIRM),
        )

    def _merged(self, request: Request, holder: Holder, into: SignOn, requested: str) -> HTMLResponse:
        """The page of a signer whose sign-on was merged into one with another contact. It changes nothing."""
        text = self._text(into)
        language = self.language(holder.signon, text, requested)
        of_organisation = replace(holder, signon=into)
        return self._render(request, "merged.html", of_organisation, text, language, merged=holder.signon)

    def withdraw(self, request: Request, holder: Holder) -> HTMLResponse:
        """The page that asks to confirm a withdrawal."""
        text = self._text(holder.signon)
        language = self.language(holder.signon, text, request.query_params.get("lang", ""))
        return self._render(request, "withdraw.html", holder, text, language)

    def language(self, signon: SignOn, text: FrozenLetter | None, requested: str = "") -> str:
        """The language of the page: the one asked for, or the one that was signed in."""
        if text is None:
            return requested or signon.language or "en"
        return requested if requested in text.letters else text.language_or_main(signon.language)

    def _invitation(
        self, request: Request, holder: Holder, requested: str, typed: Mapping[str, str], errors: tuple[FieldError, ...]
    ) -> HTMLResponse:
        letter = self._site.letter
        text, until = letter.texts.newest(), holder.signer.until
        language = self.language(holder.signon, text, requested)
        catalogue = self._site.catalogue(language)
        today, last = days_for_answer(letter)
        return self._render(
            request,
            "invited.html",
            holder,
            text,
            language,
            ask=text.letters[language].ask if text else "",
            opening=letter.signing_state(text).value,
            closes=self._site.closing_time(language),
            last=last.isoformat(),
            today=today.isoformat(),
            until=day_in_words(until, catalogue.language) if until else "",
            typed=typed or ({"until": until.isoformat()} if until else {}),
            errors={error.field: error.text_in(catalogue.gettext) for error in errors},
            focus="",
        )

    def _renewal(self, signon: SignOn, language: str) -> RenewalView | None:
        update = renewal(self._site.letter, signon)
        if update is None:
            return None
        document, shared = changes(self._site.letter, update.before, update.after, language)
        comparison = redline(cut_to_changes(document), shared)  # on a phone, the buttons come soon after
        name = version_title(update.after.version, page_words(self._site.catalogue(language).language))
        until = self._site.moment(update.until, language) if update.until else ""
        return RenewalView(update.question, update.after.version.id, name, comparison, until)

    def _text(self, signon: SignOn) -> FrozenLetter | None:
        texts = self._site.letter.texts
        return texts.by_id(signon.version) if signon.version else texts.newest()

    def _render(
        self, request: Request, template: str, holder: Holder, text: FrozenLetter | None, language: str, **values: Any
    ) -> HTMLResponse:
        site, signon = self._site, holder.signon
        page_language = site.catalogue(language).language
        own_link, forward = (
            holder.token_for(site.letter, purpose) for purpose in (LinkPurpose.OWN, LinkPurpose.FORWARD)
        )
        return site.page(
            request,
            template,
            language,
            title=text.title(language) if text else "",
            version=version_title(text.version, page_words(page_language)) if text else "",
            digest=text.version.digest if text else "",
            signon=signon,
            signer=holder.signer,
            organised=signon.kind is SignOnKind.ORGANISATION,
            state=signon.state.value,
            is_signed=signon.state in (SignOnState.CONFIRMED, SignOnState.LISTED),
            country=country_name(signon.country, page_language),
            own_page=path_to(request, "own", token=own_link),
            forward=path_to(request, "forward", token=forward),
            **values,
        )


def _initial_values(signon: SignOn) -> dict[str, str]:
    """The form before anything is changed."""
    name = "organisation" if signon.kind is SignOnKind.ORGANISATION else "person"
    return {name: signon.name, "country": code_of(signon.country), "url": signon.url, "quote": signon.quote}
