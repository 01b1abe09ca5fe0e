"""Sign: the form, the page to check the answers, and the sign-on itself. Nothing has to be typed twice."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http.request_bodies import form_fields
from campaign.core.signons import SignOnKind
from campaign.errors import StoreError
from campaign.services.public.signing import ReadyForm, SignOutcome, check_form, sign
from campaign.web.pages.sign_pages import SignPages, has_fresh_token
from campaign.web.paths import path_to, root
from campaign.web.site import Site, requested_language, see_other

_SECONDS_UNTIL_NEXT_TRY = "60"


def routes(site: Site) -> list[Route]:
    """`/sign`, `/sign/send` and `/sign/sent`, the most frequent first."""
    pages = _SignForm(site)
    return [
        Route("/sign/send", pages.send, methods=["POST"]),
        Route("/sign/sent", pages.email_sent, methods=["GET"], name="sign_sent"),
        Route("/sign", pages.form, methods=["GET"]),
        Route("/sign", pages.check, methods=["POST"]),
    ]


class _SignForm:
    """The endpoints. Starlette runs plain functions in its thread pool."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def form(self, request: Request) -> Response:
        text = self._site.letter.texts.newest()
        return self._pages(request).new_form(text, requested_language(request, text), self._kind(request.query_params))

    async def check(self, request: Request) -> Response:
        form_data = await form_fields(request.scope, request.receive)
        return await run_in_threadpool(self._pages(request).next_page, self._kind(form_data), form_data)

    async def send(self, request: Request) -> Response:
        site, seconds, pages = self._site, self._site.seconds, self._pages(request)
        site.limits.check_client(site.limits.signons, request.scope, seconds)
        form_data = await form_fields(request.scope, request.receive)
        kind = self._kind(form_data)
        decision = check_form(site.letter, site.letter.texts.cached, kind, form_data)
        if not (
            isinstance(decision, ReadyForm) and has_fresh_token(site, form_data, decision.form)
        ):  # rare path: needs the database or a rendered page
            return await run_in_threadpool(pages.next_page, kind, form_data, "old")
        try:
            result = await asyncio.wrap_future(sign(site.letter, decision, site.limits.client(request.scope)))
        except StoreError:
            return await run_in_threadpool(pages.not_saved, decision)
        if result.outcome is SignOutcome.STALE:
            return await run_in_threadpool(pages.next_page, kind, form_data, "old")
        if result.outcome is SignOutcome.LIMITED:
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": _SECONDS_UNTIL_NEXT_TRY})
        when = {"later": "1"} if result.is_delayed else {}
        return see_other(path_to(request, "sign_sent", {"lang": decision.form.language, **when}))

    def email_sent(self, request: Request) -> Response:
        """The sign-on is stored: check your email."""
        text = self._site.letter.texts.newest()
        language = requested_language(request, text)
        later = "later" in request.query_params
        return self._site.page(request, "sent.html", language, title=text.title(language) if text else "", later=later)

    def _pages(self, request: Request) -> SignPages:
        return SignPages(self._site, request, root(request))

    def _kind(self, form_data: Mapping[str, str]) -> SignOnKind:
        """The kind of sign-on. If individuals may not sign, every form is an organisation's."""
        individuals = self._site.letter.campaign.settings.signing.individuals
        return (
            SignOnKind.PERSON if individuals and form_data.get("kind") == SignOnKind.PERSON else SignOnKind.ORGANISATION
        )
