"""What the invited answer through their link: we sign, we need until a day, we do not sign."""

import datetime as dt
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.store.signons import owning
from campaign.adapters.store.signons.signing import Signed
from campaign.core.compose.values import day_in_words
from campaign.core.signons import Kind, Source
from campaign.core.signons.form import FieldError
from campaign.core.signons.opening import Opening
from campaign.core.signons.states import MAY_SIGN
from campaign.errors import StoreError
from campaign.services.signons import auto_listing
from campaign.web.checking import Checking
from campaign.web.countries import code_of
from campaign.web.forms import Form, signon
from campaign.web.holders import Holder
from campaign.web.own import Own, back
from campaign.web.signpages import SignPages
from campaign.web.site import see_other
from campaign.web.texts import Text

_BASE = "../../"


def routes(own: Own) -> list[Route]:
    """`/own/{token}/open`, `until`, `decline`, and the form below `sign`."""
    answers = _Answers(own)
    return [
        own.step("open", answers.opened),
        own.step("until", answers.promise),
        own.step("decline", answers.decline),
        own.look("/sign", answers.form),
        own.step("sign", answers.check),
        own.step("sign/send", answers.send),
    ]


class _Answers:
    def __init__(self, own: Own) -> None:
        self._site = own.site
        self._pages = own.pages

    def opened(self, found: Holder, sent: dict[str, str]) -> Response:
        self._site.store.write(owning.opened, found.signon.id, self._site.clock())
        return see_other(f"sign?lang={sent.get('language', '')[:20]}")

    def decline(self, found: Holder, sent: dict[str, str]) -> Response:
        self._site.store.write(owning.decline, found.signon.id, self._site.clock())
        return back(found)

    def promise(self, found: Holder, sent: dict[str, str]) -> Response:
        until = _day(sent.get("until", ""))
        if until is None or not self._pages.today <= until <= self._pages.last_day:
            language = self._site.catalogue(sent.get("language", "")).language
            values = {"last": day_in_words(self._pages.last_day, language)}
            error = FieldError("until", "until.wrong", values)
            return self._pages.page(found, sent.get("language", ""), _BASE, sent, (error,))
        self._site.store.write(owning.promise, found.signon.id, until, self._site.clock())
        return back(found)

    def form(self, request: Request, found: Holder) -> Response:
        """The form with all that is known."""
        text, pages = self._site.texts.newest(), self._forms(found)
        language = self._pages.language(found.signon, text, request.query_params.get("lang", ""))
        opening = self._site.opening(text)
        if found.signon.state not in MAY_SIGN:
            return see_other(f"../{found.token}")
        if text is None or opening is not Opening.OPEN:
            return pages.not_open(opening, text, language)
        return pages.form(text, language, found.signon.kind, _known(found))

    def check(self, found: Holder, sent: dict[str, str]) -> Response:
        return self._checking(found).page(_with_mail(found, sent))

    def send(self, found: Holder, sent: dict[str, str]) -> Response:
        if found.signon.state not in MAY_SIGN:  # sent twice
            return see_other(f"../../{found.token}")
        said, checking, text = _with_mail(found, sent), self._checking(found), self._site.texts.newest()
        form = checking.sendable(said, text, self._site.clock().timestamp())
        if text is None or form is None:
            return checking.again(said)
        try:
            kept = self._keep(found, form, text)
        except StoreError:
            return checking.not_kept(form, text)
        return checking.again(said) if kept is Signed.STALE else see_other(f"../../{found.token}?said=kept#said")

    def _keep(self, found: Holder, form: Form, text: Text) -> Signed:
        site, now = self._site, self._site.clock()
        new = signon(form, site.letter, text.version.id, site.catalogue(form.language).gettext, Source.INVITATION)
        kept = site.store.write(owning.sign, found.signon.id, new, now)
        if kept is Signed.KEPT:
            auto_listing.list_by_itself(site.store, found.signon.id, now)
        return kept

    def _forms(self, found: Holder) -> SignPages:
        return SignPages(self._site, _BASE, found.signer.mail)

    def _checking(self, found: Holder) -> Checking:
        return Checking(self._site, self._forms(found), lambda _: found.signon.kind)


def _with_mail(found: Holder, sent: Mapping[str, str]) -> dict[str, str]:
    """The fields with the address that the link came to, whatever was sent for it."""
    return {**sent, "mail": found.signer.mail}


def _known(found: Holder) -> dict[str, str]:
    signed, signer = found.signon, found.signer
    own = {"person": signed.name, "affiliation": signer.role}
    if signed.kind is Kind.ORGANISATION:
        own = {"organisation": signed.name, "person": signer.person, "role": signer.role}
    return {**own, "country": code_of(signed.country)}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
