"""Signing: the form, the answers to be checked, and the act itself. Nothing is typed twice."""

import asyncio
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http.bodies import fields
from campaign.adapters.http.client import address
from campaign.adapters.store.signons import signing
from campaign.adapters.store.signons.signing import Signed
from campaign.core.signons import Kind
from campaign.core.signons.opening import Opening
from campaign.errors import StoreError
from campaign.web.checking import Checking
from campaign.web.forms import kind_of, signon
from campaign.web.signpages import SignPages
from campaign.web.site import Site, asked_language, see_other
from campaign.web.troubles import too_many


def routes(site: Site) -> list[Route]:
    """`/sign`, `/sign/send` and `/sign/sent`. What is asked for most often stands first."""
    pages = _Signing(site)
    return [
        Route("/sign/send", pages.send, methods=["POST"]),
        Route("/sign", pages.form, methods=["GET"]),
        Route("/sign", pages.check, methods=["POST"]),
        Route("/sign/sent", pages.sent, methods=["GET"]),
    ]


class _Signing:
    """The pages' functions. Plain ones run beside the event loop."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = SignPages(site)
        self._individuals = site.settings.signing.individuals
        self._checking = Checking(site, self._pages, self._kind)
        self._client_header = site.settings.web.client_header.encode()

    def form(self, request: Request) -> Response:
        text = self._site.texts.newest()
        language = asked_language(request, text)
        opening = self._site.opening(text)
        if text is None or opening is not Opening.OPEN:
            return self._pages.not_open(opening, text, language)
        return self._pages.form(text, language, self._kind(request.query_params))

    async def check(self, request: Request) -> Response:
        return await run_in_threadpool(self._checking.page, await fields(request.scope, request.receive))

    async def send(self, request: Request) -> Response:
        site, now = self._site, self._site.clock()
        seconds = now.timestamp()
        wait = site.signing_limit.wait(site.masks.key(address(request.scope, self._client_header), seconds), seconds)
        if wait:
            raise too_many(wait)
        sent = await fields(request.scope, request.receive)
        text = site.texts.remembered
        form = self._checking.sendable(sent, text, seconds)
        if text is None or form is None:  # seldom: all that needs a page, a look into the store, or time
            return await run_in_threadpool(self._checking.again, sent)
        new = signon(form, site.letter, text.version.id, site.catalogue(form.language).gettext)
        may_mail = not site.mail_limit.wait(site.masks.key(form.mail_key, seconds), seconds)
        try:
            kept = await asyncio.wrap_future(site.store.submit(signing.sign, new, now, may_mail=may_mail))
        except StoreError:
            return await run_in_threadpool(self._checking.not_kept, form, text)
        if kept is Signed.STALE:
            return await run_in_threadpool(self._checking.again, sent)
        return see_other(f"sent?lang={form.language}")

    def sent(self, request: Request) -> Response:
        text = self._site.texts.newest()
        return self._pages.sent(text, asked_language(request, text))

    def _kind(self, sent: Mapping[str, str]) -> Kind:
        return kind_of(sent, individuals=self._individuals)
