"""The personal page as its holder sees it, by where the sign-on stands."""

import datetime as dt
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import HTMLResponse

from campaign.core.compose.values import day_in_words
from campaign.core.languages.page import page_words
from campaign.core.publish.countries import country_name
from campaign.core.publish.titles import kind_in_words
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, SignOn
from campaign.core.signons.form import FieldError
from campaign.core.signons.links import Purpose, token
from campaign.core.signons.states import MAY_SIGN
from campaign.web.countries import code_of, countries
from campaign.web.holders import Holder
from campaign.web.renewals import Renewals
from campaign.web.site import Site
from campaign.web.texts import Text

# What the page says has been done, by the word in its address.
SAID = frozenset({"saved", "same", "logo", "unlogo", "agreed", "objected", "late", "kept"})


class OwnPages:
    """Pages of a personal link. `root` is the way to the first page."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._renewals = Renewals(site)

    def page(
        self,
        found: Holder,
        wanted: str = "",
        root: str = "../",
        typed: Mapping[str, str] | None = None,
        errors: tuple[FieldError, ...] = (),
        said: str = "",
    ) -> HTMLResponse:
        """The page itself. `wanted` is a language that was asked for, `typed` what did not pass, `said` one of SAID."""
        if found.signon.state in MAY_SIGN:
            return self._invited(found, wanted, root, typed or {}, errors)
        text = self._text(found.signon)
        language = self.language(found.signon, text, wanted)
        catalogue = self._site.catalogue(language)
        return self._shown(
            "own.html",
            found,
            text,
            language,
            root,
            typed=_typed(found.signon) if typed is None else typed,
            errors={error.field: error.in_language(catalogue.gettext) for error in errors},
            focus="",
            countries=countries(catalogue.language),
            said=said if said in SAID and not errors else "",
            renewal=self._renewals.of(found.signon, language),
            confirm=token(self._site.links, Purpose.CONFIRM, found.signon.id, found.signer.generation),
        )

    def withdraw(self, found: Holder, wanted: str = "") -> HTMLResponse:
        """The page that asks before a sign-on is taken back."""
        text = self._text(found.signon)
        return self._shown("withdraw.html", found, text, self.language(found.signon, text, wanted), "../../")

    def language(self, signon: SignOn, text: Text | None, wanted: str = "") -> str:
        """The language of the page: that which was asked for, else that which was signed in."""
        if text is None:
            return wanted or signon.language or "en"
        return wanted if wanted in text.letters else text.language(signon.language)

    def _invited(
        self, found: Holder, wanted: str, root: str, typed: Mapping[str, str], errors: tuple[FieldError, ...]
    ) -> HTMLResponse:
        text = self._site.texts.newest()
        language = self.language(found.signon, text, wanted)
        catalogue = self._site.catalogue(language)
        until = found.signer.until
        return self._shown(
            "invited.html",
            found,
            text,
            language,
            root,
            ask=text.letters[language].ask if text else "",
            opening=self._site.opening(text).value,
            closes=self._site.moment(self._site.settings.signing_closes_at, language),
            last=self.last_day.isoformat(),
            today=self.today.isoformat(),
            until=day_in_words(until, catalogue.language) if until else "",
            typed=typed or ({"until": until.isoformat()} if until else {}),
            errors={error.field: error.in_language(catalogue.gettext) for error in errors},
            focus="",
        )

    @property
    def today(self) -> dt.date:
        """The day in the campaign's zone."""
        return self._site.clock().astimezone(self._site.settings.campaign.zone).date()

    @property
    def last_day(self) -> dt.date:
        """The last day on which the letter can be signed."""
        return self._site.settings.signing_closes_at.astimezone(self._site.settings.campaign.zone).date()

    def _text(self, signon: SignOn) -> Text | None:
        return self._site.texts.one(signon.version) if signon.version else self._site.texts.newest()

    def _shown(
        self, template: str, found: Holder, text: Text | None, language: str, root: str, **values: Any
    ) -> HTMLResponse:
        site, signon, signer = self._site, found.signon, found.signer
        speech = site.catalogue(language).language
        mine = token(site.links, Purpose.OWN, signon.id, signer.generation)
        forward = token(site.links, Purpose.FORWARD, signon.id, signer.generation)
        return site.page(
            template,
            language,
            HTTPStatus.OK,
            root,
            title=text.title(language) if text else "",
            version=kind_in_words(text.version, page_words(speech)) if text else "",
            digest=text.version.digest if text else "",
            signon=signon,
            signer=signer,
            organised=signon.kind is Kind.ORGANISATION,
            state=signon.state.value,
            is_signed=signon.state in (SignOnState.CONFIRMED, SignOnState.LISTED),
            country=country_name(signon.country, speech),
            own_page=f"{root}own/{mine}",
            forward=f"{root}own/{forward}/forward",
            **values,
        )


def _typed(signon: SignOn) -> dict[str, str]:
    """The form as it stands before anything is changed."""
    name = "organisation" if signon.kind is Kind.ORGANISATION else "person"
    return {name: signon.name, "country": code_of(signon.country), "url": signon.url, "quote": signon.quote}
