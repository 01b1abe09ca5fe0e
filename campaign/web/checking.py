"""Answers on their way to a sign-on: good as they are, or the page that must come before them."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.responses import Response

from campaign.adapters.http import formtoken
from campaign.core.signons import Kind
from campaign.core.signons.form import FieldError, Refusal
from campaign.core.signons.opening import Opening
from campaign.web.forms import Form, read, typed
from campaign.web.signpages import SignPages
from campaign.web.site import Site
from campaign.web.texts import Text

_UP = "../"


class Checking:
    """Checks what the form and the page of answers send. `kind_of` says who signs, from the fields."""

    def __init__(self, site: Site, pages: SignPages, kind_of: Callable[[Mapping[str, str]], Kind]) -> None:
        self._site = site
        self._pages = pages
        self._kind_of = kind_of

    def sendable(self, sent: Mapping[str, str], text: Text | None, seconds: float) -> Form | None:
        """The form, where it can be kept as it is: good in all its fields, fresh, and of the text that is newest."""
        if text is None or self._site.opening(text) is not Opening.OPEN:
            return None
        if not formtoken.is_good(sent.get("token", ""), self._site.forms, seconds):
            return None
        form = read(self._kind_of(sent), sent, text.letters)
        return form if not isinstance(form, Refusal) and form.version == text.version.digest else None

    def page(self, sent: Mapping[str, str], up: str = "", trouble: str = "") -> Response:
        """The answers to be checked, or the page that must come before them. `up` is the way to the form's folder."""
        text = self._site.texts.newest()
        language = text.language(sent.get("language", "")) if text else "en"
        opening = self._site.opening(text)
        if text is None or opening is not Opening.OPEN:
            return self._pages.not_open(opening, text, language, up)
        kind = self._kind_of(sent)
        if "change" in sent:
            return self._pages.form(text, language, kind, typed(kind, sent), focus=sent["change"], up=up)
        form = read(kind, sent, text.letters)
        if isinstance(form, Refusal):
            return self._pages.form(text, language, kind, form.typed, form.errors, up=up)
        if form.version == text.version.digest:
            return self._pages.check(text, language, form, up, trouble)
        before = self._site.texts.of_digest(form.version)
        if before is None:
            errors = (FieldError("version", "version.unknown", {}),)
            return self._pages.form(text, language, kind, typed(kind, sent), errors, up=up)
        return self._pages.changed(before, text, language, form, up)

    def again(self, sent: Mapping[str, str]) -> Response:
        """What was sent could not be kept as it was: the answers once more, from one page further down."""
        return self.page(sent, _UP, "old")

    def not_kept(self, form: Form, text: Text) -> Response:
        """The store could not keep it: the answers once more."""
        return self._pages.check(text, form.language, form, _UP, "store", HTTPStatus.SERVICE_UNAVAILABLE)
