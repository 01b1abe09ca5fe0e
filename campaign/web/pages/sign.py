"""Signing: the form, the answers to be checked, and the act itself. Nothing is typed twice."""

import asyncio
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http import formtoken
from campaign.adapters.http.bodies import fields
from campaign.core.signons import Kind
from campaign.errors import StoreError
from campaign.services.public.signing import Ready, Signed, decide, sign
from campaign.web.links import path_to, root
from campaign.web.pages.sign_pages import SignPages
from campaign.web.site import Site, asked_language, see_other


def routes(site: Site) -> list[Route]:
    """`/sign`, `/sign/send` and `/sign/sent`. Most frequent route first."""
    pages = _Signing(site)
    return [
        Route("/sign/send", pages.send, methods=["POST"]),
        Route("/sign/sent", pages.sent, methods=["GET"], name="sign_sent"),
        Route("/sign", pages.form, methods=["GET"]),
        Route("/sign", pages.check, methods=["POST"]),
    ]


class _Signing:
    """The pages' functions. Plain ones run beside the event loop."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def form(self, request: Request) -> Response:
        text = self._site.letter.texts.newest()
        return self._pages(request).empty(text, asked_language(request, text), self._kind(request.query_params))

    async def check(self, request: Request) -> Response:
        sent = await fields(request.scope, request.receive)
        return await run_in_threadpool(self._pages(request).answer, self._kind(sent), sent)

    async def send(self, request: Request) -> Response:
        site, seconds, pages = self._site, self._site.seconds, self._pages(request)
        site.limits.check_client(site.limits.signing, request.scope, seconds)
        sent = await fields(request.scope, request.receive)
        kind = self._kind(sent)
        decision = decide(site.letter, site.letter.texts.remembered, kind, sent)
        fresh = formtoken.is_good(sent.get("token", ""), site.letter.form_secret, seconds)
        if not (fresh and isinstance(decision, Ready)):  # rare path: needs a page, a look into the store, or time
            return await run_in_threadpool(pages.answer, kind, sent, "old")
        may_mail = site.limits.may_mail(decision.form.mail_key, seconds)
        try:
            outcome = await asyncio.wrap_future(sign(site.letter, decision, may_mail=may_mail))
        except StoreError:
            return await run_in_threadpool(pages.not_kept, decision)
        if outcome is Signed.STALE:
            return await run_in_threadpool(pages.answer, kind, sent, "old")
        return see_other(path_to(request, "sign_sent", {"lang": decision.form.language}))

    def sent(self, request: Request) -> Response:
        """Kept: look into your mail."""
        text = self._site.letter.texts.newest()
        language = asked_language(request, text)
        return self._site.page(request, "sent.html", language, title=text.title(language) if text else "")

    def _pages(self, request: Request) -> SignPages:
        return SignPages(self._site, request, root(request))

    def _kind(self, sent: Mapping[str, str]) -> Kind:
        """Who signs. Where people may not sign in their own names, each form is an organisation's."""
        individuals = self._site.letter.campaign.settings.signing.individuals
        return Kind.PERSON if individuals and sent.get("kind") == Kind.PERSON else Kind.ORGANISATION
