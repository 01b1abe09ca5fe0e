"""The link in the mail: a page that asks, and a button that confirms. Looking changes nothing: mail scanners look."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.store.signons import signing
from campaign.core.languages.page import page_words
from campaign.core.publish.countries import country_name
from campaign.core.publish.titles import kind_in_words
from campaign.core.signatories import SignOnState
from campaign.core.signons.links import Purpose, token
from campaign.services.signons import auto_listing
from campaign.web.holders import Holder, holder
from campaign.web.site import Site, see_other

_UP = "../"
_PAGES = {
    SignOnState.PENDING: "confirm.html",
    SignOnState.CONFIRMED: "confirmed.html",
    SignOnState.LISTED: "confirmed.html",
}


def routes(site: Site) -> list[Route]:
    """`/confirm/{token}`."""
    pages = _Confirming(site)
    return [
        Route("/confirm/{token}", pages.ask, methods=["GET"]),
        Route("/confirm/{token}", pages.confirm, methods=["POST"]),
    ]


class _Confirming:
    """The pages' functions."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def ask(self, request: Request) -> Response:
        found = self._holder(request)
        if found is None or found.signon.state not in _PAGES:
            return no_such_link(self._site, found.signon.language if found else "")
        return self._page(_PAGES[found.signon.state], found)

    def confirm(self, request: Request) -> Response:
        """Confirm, and show the same address again: sent twice, it does no more than once."""
        found = self._holder(request)
        if found is None:
            return no_such_link(self._site)
        store, signon, now = self._site.store, found.signon.id, self._site.clock()
        if store.write(signing.confirm, signon, found.signer.generation, now):
            auto_listing.list_by_itself(store, signon, now)
        return see_other(request.path_params["token"])

    def _holder(self, request: Request) -> Holder | None:
        return holder(self._site, request.path_params["token"], Purpose.CONFIRM)

    def _page(self, template: str, found: Holder) -> Response:
        site, signon = self._site, found.signon
        text = site.texts.one(signon.version) if signon.version else site.texts.newest()
        language = signon.language if text is None else text.language(signon.language)
        words = page_words(site.catalogue(language).language)
        return site.page(
            template,
            language,
            root=_UP,
            title=text.title(language) if text else "",
            version=kind_in_words(text.version, words) if text else "",
            digest=text.version.digest if text else "",
            signon=signon,
            signer=found.signer,
            country=country_name(signon.country, site.catalogue(language).language),
            listed=signon.state is SignOnState.LISTED,
            personal=token(site.links, Purpose.OWN, signon.id, found.signer.generation),
            letter_url=site.settings.campaign.public_url,
        )


def no_such_link(site: Site, language: str = "", root: str = _UP) -> Response:
    """One page for every link that opens nothing, whatever the reason. `root` is the way to the first page."""
    text = site.texts.newest()
    said = text.language(language) if text else "en"
    return site.page("nolink.html", said, HTTPStatus.NOT_FOUND, root, title=text.title(said) if text else "")
