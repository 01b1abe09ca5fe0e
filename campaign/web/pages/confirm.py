"""The link in the mail: a page that asks, and a button that confirms. Looking changes nothing: mail scanners look."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.core.languages.page import page_words
from campaign.core.publish.countries import country_name
from campaign.core.publish.titles import kind_in_words
from campaign.core.signatories import SignOnState
from campaign.core.signons.links import Purpose
from campaign.services.public import confirming
from campaign.services.public.holders import Holder, holder
from campaign.web.links import path_to
from campaign.web.site import Site, see_other

_PAGES = {
    SignOnState.PENDING: "confirm.html",
    SignOnState.CONFIRMED: "confirmed.html",
    SignOnState.LISTED: "confirmed.html",
}


def routes(site: Site) -> list[Route]:
    """`/confirm/{token}`."""
    pages = _Confirming(site)
    return [
        Route("/confirm/{token}", pages.ask, methods=["GET"], name="confirm"),
        Route("/confirm/{token}", pages.confirm, methods=["POST"]),
    ]


class _Confirming:
    """The pages' functions."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def ask(self, request: Request) -> Response:
        found = self._holder(request)
        if found is None or found.signon.state not in _PAGES:
            return no_such_link(self._site, request, found.signon.language if found else "")
        return self._page(request, _PAGES[found.signon.state], found)

    def confirm(self, request: Request) -> Response:
        """Confirm, and show the same address again: sent twice, it does no more than once."""
        found = self._holder(request)
        if found is None:
            return no_such_link(self._site, request)
        confirming.confirm(self._site.letter, found)
        return see_other(path_to(request, "confirm", token=found.token))

    def _holder(self, request: Request) -> Holder | None:
        return holder(self._site.letter, request.path_params["token"], Purpose.CONFIRM)

    def _page(self, request: Request, template: str, found: Holder) -> Response:
        site, signon, letter = self._site, found.signon, self._site.letter
        text = letter.texts.one(signon.version) if signon.version else letter.texts.newest()
        language = signon.language if text is None else text.language(signon.language)
        words = page_words(site.catalogue(language).language)
        return site.page(
            request,
            template,
            language,
            title=text.title(language) if text else "",
            version=kind_in_words(text.version, words) if text else "",
            digest=text.version.digest if text else "",
            signon=signon,
            signer=found.signer,
            country=country_name(signon.country, site.catalogue(language).language),
            listed=signon.state is SignOnState.LISTED,
            personal=found.token_for(letter, Purpose.OWN),
            letter_url=letter.campaign.settings.campaign.public_url,
        )


def no_such_link(site: Site, request: Request, language: str = "") -> Response:
    """One page for every link that opens nothing, whatever the reason."""
    text = site.letter.texts.newest()
    shown = text.language(language) if text else "en"
    title = text.title(shown) if text else ""
    return site.page(request, "nolink.html", shown, HTTPStatus.NOT_FOUND, title=title)
