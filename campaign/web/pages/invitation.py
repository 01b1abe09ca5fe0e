"""Answer an invitation: sign, ask for time, or decline."""

import datetime as dt
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.core.compose.values import day_in_words
from campaign.core.signons import SignOnKind
from campaign.core.signons.countries import code_of
from campaign.core.signons.form import FieldError
from campaign.core.signons.states import MAY_SIGN
from campaign.errors import StoreError
from campaign.services.public.invitation import days_for_answer, decline, open_invitation, promise_answer
from campaign.services.public.link_holders import Holder
from campaign.services.public.signing import ReadyForm, SignOutcome, check_form, sign_invited
from campaign.web.pages.personal_page import form_route, page_route, see_own_page
from campaign.web.pages.render_personal_page import OwnPages
from campaign.web.pages.sign_pages import SignPages, has_fresh_token
from campaign.web.paths import path_to
from campaign.web.site import Site, see_other


def routes(site: Site) -> list[Route]:
    """`/own/{token}/open`, `until`, `decline`, and the form at `sign`."""
    answers = _InvitationPages(site)
    return [
        form_route(site, "open", answers.open),
        form_route(site, "until", answers.promise),
        form_route(site, "decline", answers.decline),
        page_route(site, "/sign", answers.form, "own_sign"),
        form_route(site, "sign", answers.check),
        form_route(site, "sign/send", answers.send),
    ]


class _InvitationPages:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = OwnPages(site)

    def open(self, request: Request, holder: Holder, form_data: dict[str, str]) -> Response:
        open_invitation(self._site.letter, holder)
        return see_other(path_to(request, "own_sign", {"lang": form_data.get("language", "")[:20]}, token=holder.token))

    def decline(self, request: Request, holder: Holder, form_data: dict[str, str]) -> Response:
        decline(self._site.letter, holder)
        return see_own_page(request, holder)

    def promise(self, request: Request, holder: Holder, form_data: dict[str, str]) -> Response:
        if promise_answer(self._site.letter, holder, _day(form_data.get("until", ""))):
            return see_own_page(request, holder)
        language = form_data.get("language", "")
        _, last = days_for_answer(self._site.letter)
        values = {"last": day_in_words(last, self._site.catalogue(language).language)}
        return self._pages.page(request, holder, language, form_data, (FieldError("until", "until.wrong", values),))

    def form(self, request: Request, holder: Holder) -> Response:
        """The form, filled in with what is known."""
        if holder.signon.state not in MAY_SIGN:
            return see_own_page(request, holder)
        text = self._site.letter.texts.newest()
        language = self._pages.language(holder.signon, text, request.query_params.get("lang", ""))
        return self._forms(request, holder).new_form(text, language, holder.signon.kind, _prefilled(holder))

    def check(self, request: Request, holder: Holder, form_data: dict[str, str]) -> Response:
        return self._forms(request, holder).next_page(holder.signon.kind, _with_address(holder, form_data))

    def send(self, request: Request, holder: Holder, form_data: dict[str, str]) -> Response:
        if holder.signon.state not in MAY_SIGN:  # the form was sent twice
            return see_own_page(request, holder)
        letter, pages, kind, form_data = (
            self._site.letter,
            self._forms(request, holder),
            holder.signon.kind,
            _with_address(holder, form_data),
        )
        decision = check_form(letter, letter.texts.newest(), kind, form_data)
        if not (isinstance(decision, ReadyForm) and has_fresh_token(self._site, form_data, decision.form)):
            return pages.next_page(kind, form_data, "old")
        try:
            outcome = sign_invited(letter, holder, decision)
        except StoreError:
            return pages.not_saved(decision)
        return (
            pages.next_page(kind, form_data, "old")
            if outcome is SignOutcome.STALE
            else see_own_page(request, holder, "kept")
        )

    def _forms(self, request: Request, holder: Holder) -> SignPages:
        return SignPages(self._site, request, f"{path_to(request, 'own', token=holder.token)}/", holder.signer.address)


def _with_address(holder: Holder, form_data: Mapping[str, str]) -> dict[str, str]:
    """The form data with the address that the link was sent to, whatever the form says."""
    return {**form_data, "mail": holder.signer.address}


def _prefilled(holder: Holder) -> dict[str, str]:
    signon, signer = holder.signon, holder.signer
    own = {"person": signon.name, "affiliation": signer.role}
    if signon.kind is SignOnKind.ORGANISATION:
        own = {"organisation": signon.name, "person": signer.person, "role": signer.role}
    return {**own, "country": code_of(signon.country)}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
