"""Correct how a sign-on appears, and its logo."""

from http import HTTPStatus

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http.request_bodies import uploaded_file
from campaign.core.signons.form import FieldError, RejectedForm
from campaign.services.public import own_signon
from campaign.services.public.link_holders import Holder
from campaign.services.public.own_signon import CorrectionOutcome
from campaign.web.pages.personal_page import form_route, see_own_page, upload_route
from campaign.web.pages.render_personal_page import OwnPages
from campaign.web.site import Site

_TOO_LARGE = 413

# A drawing takes up to five seconds of a core and half a gigabyte.
_MOST_DRAWINGS, _MOST_WAITING = 2, 8


def routes(site: Site) -> list[Route]:
    """`/own/{token}/correct`, `/own/{token}/logo` and `/own/{token}/unlogo`."""
    steps = _CorrectPages(site)
    return [
        form_route(site, "correct", steps.correct),
        upload_route(site, "logo", steps.upload_logo),
        form_route(site, "unlogo", steps.remove_logo),
    ]


class _CorrectPages:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = OwnPages(site)
        self._drawing = CapacityLimiter(_MOST_DRAWINGS)  # apart from the threads that answer pages

    def correct(self, request: Request, holder: Holder, form_data: dict[str, str]) -> Response:
        if not own_signon.may_correct(holder):
            return see_own_page(request, holder)
        outcome = own_signon.correct(self._site.letter, holder, form_data)
        if isinstance(outcome, RejectedForm):
            return self._pages.page(request, holder, typed=outcome.typed, errors=outcome.errors)
        return see_own_page(request, holder, outcome.value)

    async def upload_logo(self, request: Request, holder: Holder) -> Response:
        if not own_signon.may_have_logo(holder):
            return see_own_page(request, holder)
        try:
            image = await uploaded_file(request.scope, request.receive, "logo", own_signon.MOST_LOGO_BYTES)
        except HTTPException as error:
            if error.status_code != _TOO_LARGE:
                raise
            return await run_in_threadpool(self._pages.page, request, holder, errors=(own_signon.TOO_LARGE,))
        self._site.limits.check_logo(holder.signon.id, self._site.seconds)
        if self._drawing.statistics().tasks_waiting >= _MOST_WAITING:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "30"})
        return await to_thread.run_sync(self._save_logo, request, holder, image, limiter=self._drawing)

    def remove_logo(self, request: Request, holder: Holder, form_data: dict[str, str]) -> Response:
        if not own_signon.may_correct(holder):
            return see_own_page(request, holder)
        outcome = own_signon.remove_logo(self._site.letter, holder)
        return see_own_page(request, holder, "unlogo" if outcome is CorrectionOutcome.SAVED else outcome.value)

    def _save_logo(self, request: Request, holder: Holder, image: bytes) -> Response:
        outcome = own_signon.set_logo(self._site.letter, holder, image)
        if isinstance(outcome, FieldError):
            return self._pages.page(request, holder, errors=(outcome,))
        return see_own_page(request, holder, "logo" if outcome is CorrectionOutcome.SAVED else outcome.value)
