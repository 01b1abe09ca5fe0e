"""What a signer changes: how the sign-on appears, its logo, and under which text it stands."""

import hashlib
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.files.atomic import replace_file
from campaign.adapters.http.bodies import file
from campaign.adapters.images.logos import MOST_BYTES, Flaw, UnfitLogo
from campaign.adapters.images.sandbox import drawn
from campaign.adapters.store import signons
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, SignOn
from campaign.core.signons.correction import corrected, is_another_name, read_correction
from campaign.core.signons.form import FieldError, Refusal
from campaign.core.signons.record import Actor
from campaign.services.signons import auto_listing
from campaign.web.countries import code_of, kept_name
from campaign.web.holders import Holder
from campaign.web.own import Own, back

_BASE = "../../"
_LOGOS = "logos/own"  # below signatories/
_MAY_CHANGE = (SignOnState.CONFIRMED, SignOnState.LISTED)
_TOO_LARGE = 413


def routes(own: Own) -> list[Route]:
    """`/own/{token}/correct`, `logo` and `unlogo`."""
    steps = _Correcting(own)
    return [own.step("correct", steps.correct), own.sent("logo", steps.logo), own.step("unlogo", steps.unlogo)]


class _Correcting:
    def __init__(self, own: Own) -> None:
        self._site = own.site
        self._pages = own.pages

    def correct(self, found: Holder, sent: dict[str, str]) -> Response:
        """Change how it appears. Another name is looked at again, unless it needs no look."""
        old = found.signon
        if old.state not in _MAY_CHANGE:
            return back(found)
        said = read_correction(sent, old.kind)
        if isinstance(said, Refusal):
            return self._pages.page(found, root=_BASE, typed=said.typed, errors=said.errors)
        country = old.country if said.country == code_of(old.country) else kept_name(said.country)
        new, now = corrected(old, said, country), self._site.clock()
        another = is_another_name(old.name, new.name)
        plain = not another or bool(auto_listing.evident(self._site.store, old.id, new.name))
        changed = self._site.store.write(signons.correct, new, Actor.SIGNER, now, to_be_seen=not plain)
        if another and plain:
            auto_listing.list_by_itself(self._site.store, old.id, now)
        return back(found, "saved" if changed else "same")

    async def logo(self, request: Request, found: Holder) -> Response:
        """Take a logo: a picture of it is kept, the file is not."""
        if found.signon.state not in _MAY_CHANGE or found.signon.kind is not Kind.ORGANISATION:
            return back(found)
        try:
            sent = await file(request.scope, request.receive, "logo", MOST_BYTES)
        except HTTPException as error:
            if error.status_code != _TOO_LARGE:
                raise
            return await run_in_threadpool(self._unfit, found, Flaw.LARGE)
        return await run_in_threadpool(self._take, found, sent)

    def unlogo(self, found: Holder, sent: dict[str, str]) -> Response:
        """Take the logo away."""
        if found.signon.state not in _MAY_CHANGE:
            return back(found)
        return back(found, "unlogo" if self._put(found.signon, "") else "same")

    def _take(self, found: Holder, sent: bytes) -> Response:
        if not sent:
            return self._unfit(found, "empty")
        try:
            png = drawn(sent)
        except UnfitLogo as unfit:
            return self._unfit(found, unfit.flaw)
        name = f"{_LOGOS}/{found.signon.id}-{hashlib.sha256(png).hexdigest()[:12]}.png"
        replace_file(self._site.place.signatories / name, png, durable=True)
        return back(found, "logo" if self._put(found.signon, name) else "same")

    def _put(self, old: SignOn, logo: str) -> bool:
        """Change the logo, and let go of the picture before it if it was one of ours."""
        new = replace(old, logo=logo)
        changed = self._site.store.write(signons.correct, new, Actor.SIGNER, self._site.clock())
        if changed and old.logo.startswith(f"{_LOGOS}/"):
            (self._site.place.signatories / old.logo).unlink(missing_ok=True)
        return changed

    def _unfit(self, found: Holder, flaw: str) -> Response:
        return self._pages.page(found, root=_BASE, errors=(FieldError("logo", f"logo.{flaw}", {}),))
