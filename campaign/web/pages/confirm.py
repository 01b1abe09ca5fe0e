"""The confirmation link: a page with a button that confirms. GET changes nothing, as mail scanners follow links."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.core.languages.page_words import page_words
from campaign.core.publish.countries import country_name
from campaign.core.publish.titles import version_title
from campaign.core.signatories import SignOnState
from campaign.services.public import confirming
from campaign.services.public.confirming import ConfirmLink
from campaign.web.paths import path_to
from campaign.web.site import Site, personal_language, requested_language, see_other

_PAGES = {
    SignOnState.PENDING: "confirm.html",
    SignOnState.CONFIRMED: "confirmed.html",
    SignOnState.LISTED: "confirmed.html",
}


def routes(site: Site) -> list[Route]:
    """`/confirm/{token}`."""
    pages = _ConfirmPages(site)
    return [
        Route("/confirm/{token}", pages.ask, methods=["GET"], name="confirm"),
        Route("/confirm/{token}", pages.confirm, methods=["POST"]),
    ]


class _ConfirmPages:
    """The endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def ask(self, request: Request) -> Response:
        confirmation = self._confirmation(request)
        if confirmation is None or confirmation.signon.state not in _PAGES:
            return no_such_link(self._site, request, confirmation.signon.language if confirmation else "")
        return self._page(request, _PAGES[confirmation.signon.state], confirmation)

    def confirm(self, request: Request) -> Response:
        """Confirm, and redirect to the same page. Sending the form twice has no further effect."""
        confirmation = self._confirmation(request)
        if confirmation is None:
            return no_such_link(self._site, request)
        confirming.confirm(self._site.letter, confirmation)
        language = {"lang": request.query_params["lang"][:20]} if "lang" in request.query_params else {}
        return see_other(path_to(request, "confirm", language, token=confirmation.token))

    def _confirmation(self, request: Request) -> ConfirmLink | None:
        return confirming.find_confirmation(self._site.letter, request.path_params["token"])

    def _page(self, request: Request, template: str, confirmation: ConfirmLink) -> Response:
        site, signon, letter = self._site, confirmation.signon, self._site.letter
        text = letter.texts.by_id(signon.version) if signon.version else letter.texts.newest()
        language = personal_language(request, text, signon.language)
        words = page_words(site.catalogue(language).language)
        return site.page(
            request,
            template,
            language,
            title=text.title(language) if text else "",
            version=version_title(text.version, words) if text else "",
            digest=text.version.digest if text else "",
            signon=signon,
            signer=confirmation.signer,
            country=country_name(signon.country, site.catalogue(language).language),
            listed=signon.state is SignOnState.LISTED,
            personal=confirmation.own_token(letter),
            letter_url=letter.campaign.settings.campaign.public_url,
        )


def no_such_link(site: Site, request: Request, language: str = "") -> Response:
    """The page for an invalid link. It is the same for every reason, so that it gives nothing away."""
    text = site.letter.texts.newest()
    page_language = (
        personal_language(request, text, language) if text and language else requested_language(request, text)
    )
    title = text.title(page_language) if text else ""
    return site.page(request, "nolink.html", page_language, HTTPStatus.NOT_FOUND, title=title)
