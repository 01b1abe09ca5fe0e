"""What a signer changes: how the sign-on appears, and its logo."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http.bodies import file
from campaign.core.signons.form import FieldError, Refusal
from campaign.services.public import own
from campaign.services.public.holders import Holder
from campaign.web.pages.own import back, form_route, upload_route
from campaign.web.pages.own_pages import OwnPages
from campaign.web.site import Site

_TOO_LARGE = 413


def routes(site: Site) -> list[Route]:
    """`/own/{token}/correct`, `logo` and `unlogo`."""
    steps = _Correcting(site)
    return [
        form_route(site, "correct", steps.correct),
        upload_route(site, "logo", steps.logo),
        form_route(site, "unlogo", steps.unlogo),
    ]


class _Correcting:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = OwnPages(site)

    def correct(self, request: Request, found: Holder, sent: dict[str, str]) -> Response:
        if not own.may_correct(found):
            return back(request, found)
        changed = own.correct(self._site.letter, found, sent)
        if isinstance(changed, Refusal):
            return self._pages.page(request, found, typed=changed.typed, errors=changed.errors)
        return back(request, found, "saved" if changed else "same")

    async def logo(self, request: Request, found: Holder) -> Response:
        if not own.may_have_logo(found):
            return back(request, found)
        try:
            sent = await file(request.scope, request.receive, "logo", own.MOST_LOGO_BYTES)
        except HTTPException as error:
            if error.status_code != _TOO_LARGE:
                raise
            return await run_in_threadpool(self._pages.page, request, found, errors=(own.TOO_LARGE,))
        return await run_in_threadpool(self._put, request, found, sent)

    def unlogo(self, request: Request, found: Holder, sent: dict[str, str]) -> Response:
        if not own.may_correct(found):
            return back(request, found)
        return back(request, found, "unlogo" if own.remove_logo(self._site.letter, found) else "same")

    def _put(self, request: Request, found: Holder, sent: bytes) -> Response:
        changed = own.put_logo(self._site.letter, found, sent)
        if isinstance(changed, FieldError):
            return self._pages.page(request, found, errors=(changed,))
        return back(request, found, "logo" if changed else "same")
