"""What the invited answer through their link: we sign, we need until a day, we do not sign."""

import datetime as dt
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http import formtoken
from campaign.core.compose.values import day_in_words
from campaign.core.signons import Kind
from campaign.core.signons.countries import code_of
from campaign.core.signons.form import FieldError
from campaign.core.signons.states import MAY_SIGN
from campaign.errors import StoreError
from campaign.services.public.holders import Holder
from campaign.services.public.invitation import days_for_answer, decline, open_invitation, promise_answer
from campaign.services.public.signing import Ready, Signed, decide, sign_invited
from campaign.web.links import path_to
from campaign.web.pages.own import back, form_route, page_route
from campaign.web.pages.own_pages import OwnPages
from campaign.web.pages.sign_pages import SignPages
from campaign.web.site import Site, see_other


def routes(site: Site) -> list[Route]:
    """`/own/{token}/open`, `until`, `decline`, and the form below `sign`."""
    answers = _Answers(site)
    return [
        form_route(site, "open", answers.open),
        form_route(site, "until", answers.promise),
        form_route(site, "decline", answers.decline),
        page_route(site, "/sign", answers.form, "own_sign"),
        form_route(site, "sign", answers.check),
        form_route(site, "sign/send", answers.send),
    ]


class _Answers:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = OwnPages(site)

    def open(self, request: Request, found: Holder, sent: dict[str, str]) -> Response:
        open_invitation(self._site.letter, found)
        return see_other(path_to(request, "own_sign", {"lang": sent.get("language", "")[:20]}, token=found.token))

    def decline(self, request: Request, found: Holder, sent: dict[str, str]) -> Response:
        decline(self._site.letter, found)
        return back(request, found)

    def promise(self, request: Request, found: Holder, sent: dict[str, str]) -> Response:
        if promise_answer(self._site.letter, found, _day(sent.get("until", ""))):
            return back(request, found)
        wanted = sent.get("language", "")
        _, last = days_for_answer(self._site.letter)
        values = {"last": day_in_words(last, self._site.catalogue(wanted).language)}
        return self._pages.page(request, found, wanted, sent, (FieldError("until", "until.wrong", values),))

    def form(self, request: Request, found: Holder) -> Response:
        """The form with all that is known."""
        if found.signon.state not in MAY_SIGN:
            return back(request, found)
        text = self._site.letter.texts.newest()
        language = self._pages.language(found.signon, text, request.query_params.get("lang", ""))
        return self._forms(request, found).empty(text, language, found.signon.kind, _known(found))

    def check(self, request: Request, found: Holder, sent: dict[str, str]) -> Response:
        return self._forms(request, found).answer(found.signon.kind, _with_mail(found, sent))

    def send(self, request: Request, found: Holder, sent: dict[str, str]) -> Response:
        if found.signon.state not in MAY_SIGN:  # sent twice
            return back(request, found)
        letter, pages, kind, sent = (
            self._site.letter,
            self._forms(request, found),
            found.signon.kind,
            _with_mail(found, sent),
        )
        decision = decide(letter, letter.texts.newest(), kind, sent)
        fresh = formtoken.is_good(sent.get("token", ""), letter.form_secret, self._site.seconds)
        if not (fresh and isinstance(decision, Ready)):
            return pages.answer(kind, sent, "old")
        try:
            outcome = sign_invited(letter, found, decision)
        except StoreError:
            return pages.not_kept(decision)
        return pages.answer(kind, sent, "old") if outcome is Signed.STALE else back(request, found, "kept")

    def _forms(self, request: Request, found: Holder) -> SignPages:
        return SignPages(self._site, request, f"{path_to(request, 'own', token=found.token)}/", found.signer.mail)


def _with_mail(found: Holder, sent: Mapping[str, str]) -> dict[str, str]:
    """The fields with the address that the link came to, whatever was sent for it."""
    return {**sent, "mail": found.signer.mail}


def _known(found: Holder) -> dict[str, str]:
    signon, signer = found.signon, found.signer
    own = {"person": signon.name, "affiliation": signer.role}
    if signon.kind is Kind.ORGANISATION:
        own = {"organisation": signon.name, "person": signer.person, "role": signer.role}
    return {**own, "country": code_of(signon.country)}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
