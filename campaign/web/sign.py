"""Signing: the form, the answers to be checked, and the act itself. Nothing is typed twice."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.errors import StoreError
from campaign.serving import formtoken
from campaign.serving.bodies import fields
from campaign.serving.client import address
from campaign.signons.form import FieldError, Refusal
from campaign.store import signing
from campaign.store.signing import Signed
from campaign.web.forms import Form, kind_of, read, signon, typed
from campaign.web.opening import Opening
from campaign.web.signpages import SignPages
from campaign.web.site import Site, asked_language, see_other
from campaign.web.texts import Text
from campaign.web.troubles import too_many

_UP = "../"


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
        self._client_header = site.settings.web.client_header.encode()

    def form(self, request: Request) -> Response:
        text = self._site.texts.newest()
        language = asked_language(request, text)
        opening = self._site.opening(text)
        if text is None or opening is not Opening.OPEN:
            return self._pages.not_open(opening, text, language)
        return self._pages.form(text, language, kind_of(request.query_params, individuals=self._individuals))

    async def check(self, request: Request) -> Response:
        return await run_in_threadpool(self._check, await fields(request.scope, request.receive))

    async def send(self, request: Request) -> Response:
        site, now = self._site, self._site.clock()
        seconds = now.timestamp()
        wait = site.signing_limit.wait(site.masks.key(address(request.scope, self._client_header), seconds), seconds)
        if wait:
            raise too_many(wait)
        sent = await fields(request.scope, request.receive)
        text = site.texts.remembered
        form = self._sendable(sent, text, seconds)
        if text is None or form is None:  # seldom: all that needs a page, a look into the store, or time
            return await run_in_threadpool(self._again, sent)
        new = signon(form, site.letter, text.version.id, site.catalogue(form.language).gettext)
        may_mail = not site.mail_limit.wait(site.masks.key(form.mail_key, seconds), seconds)
        try:
            kept = await asyncio.wrap_future(site.store.submit(signing.sign, new, now, may_mail=may_mail))
        except StoreError:
            return await run_in_threadpool(self._not_kept, form, text)
        if kept is Signed.STALE:
            return await run_in_threadpool(self._again, sent)
        return see_other(f"sent?lang={form.language}")

    def sent(self, request: Request) -> Response:
        text = self._site.texts.newest()
        return self._pages.sent(text, asked_language(request, text))

    def _sendable(self, sent: Mapping[str, str], text: Text | None, seconds: float) -> Form | None:
        """The form, where it can be kept as it is: good in all its fields, fresh, and of the text that is newest."""
        if text is None or self._site.opening(text) is not Opening.OPEN:
            return None
        if not formtoken.is_good(sent.get("token", ""), self._site.forms, seconds):
            return None
        form = read(kind_of(sent, individuals=self._individuals), sent, text.letters)
        return form if not isinstance(form, Refusal) and form.version == text.version.digest else None

    def _check(self, sent: Mapping[str, str], root: str = "", trouble: str = "") -> Response:
        """The answers to be checked, or the page that must come before them."""
        text = self._site.texts.newest()
        language = text.language(sent.get("language", "")) if text else "en"
        opening = self._site.opening(text)
        if text is None or opening is not Opening.OPEN:
            return self._pages.not_open(opening, text, language, root)
        kind = kind_of(sent, individuals=self._individuals)
        if "change" in sent:
            return self._pages.form(text, language, kind, typed(kind, sent), focus=sent["change"], root=root)
        form = read(kind, sent, text.letters)
        if isinstance(form, Refusal):
            return self._pages.form(text, language, kind, form.typed, form.errors, root=root)
        if form.version == text.version.digest:
            return self._pages.check(text, language, form, root, trouble)
        before = self._site.texts.of_digest(form.version)
        if before is None:
            errors = (FieldError("version", "version.unknown", {}),)
            return self._pages.form(text, language, kind, typed(kind, sent), errors, root=root)
        return self._pages.changed(before, text, language, form, root)

    def _again(self, sent: Mapping[str, str]) -> Response:
        return self._check(sent, _UP, "old")

    def _not_kept(self, form: Form, text: Text) -> Response:
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return self._pages.check(text, form.language, form, _UP, "store", status)
