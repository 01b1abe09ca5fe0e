"""The way in: asking for a link, the page that waits for a code, the link's page, the first start, signing out."""

import math
from dataclasses import replace
from http import HTTPStatus

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import Response

from campaign.adapters.http.client_address import AddressHasher, client_address
from campaign.adapters.http.limits import RateLimit
from campaign.core.settings import KEYS
from campaign.core.team.account import NewAccount
from campaign.core.team.roles import Role
from campaign.core.team.session import LONGEST_LIFE
from campaign.core.team.sign_in import KNOWN_LIFE, LINK_LIFE, LinkKind, SignInVerdict
from campaign.desk.desk_request import DeskRequest
from campaign.desk.form_values import FormValues, typed_values
from campaign.desk.frame import Desk
from campaign.desk.route import Access, DeskRoute
from campaign.errors import UsageError
from campaign.services.letters.intake import is_first_import
from campaign.services.team import signing_in
from campaign.services.team.admission import new_account
from campaign.services.team.signing_in import SignedIn, TypedForm
from campaign.services.team.team_mailing import send_team_mail

_HASHER = AddressHasher()
_PREFIX = "kept-"  # before the names of the fields that are kept through a sign-in
# The fields of passwords. They are not kept: they are written into .env alone.
_PASSWORDS = frozenset(
    key.path.replace(".", "-") for key in KEYS.values() if key.variable is not None and key.variable.secret
)
_TO = "to"  # the page to come back to


def ask(request: DeskRequest) -> Response:
    """The page that asks for the email address."""
    if request.current:
        return request.redirect("/")
    path = _known_path(request.query(_TO))
    form = FormValues({"address": request.query("address")})
    return request.page("sign_in.html", form=form, typed=TypedForm(path, ()) if path else None)


def send(request: DeskRequest) -> Response:
    """Make a link and email it. The answer is the same whether the address has an account or not."""
    desk = _desk(request)
    _count(request, desk.link_requests)
    form, typed = typed_values(request, "address"), _typed_form(request)
    if "@" not in form["address"]:
        form = form.with_errors(address="Type your email address, such as maya@coalition.example")
        return request.page("sign_in.html", HTTPStatus.UNPROCESSABLE_ENTITY, form=form, typed=typed)
    browser = _browser(request, request.raw.cookies.get(desk.browser_cookie) or signing_in.new_token())
    mail = signing_in.ask_for_link(request.campaign, form["address"], browser, f"{desk.url}/in/link/", typed)
    answer = request.page("sent.html", address=form["address"], form=FormValues())
    if mail:
        answer.background = BackgroundTask(send_team_mail, request.campaign, mail)
    _set_cookie(desk, answer, desk.browser_cookie, browser.cookie, int(LINK_LIFE.total_seconds()))
    return answer


def code_page(request: DeskRequest) -> Response:
    """The page that asks for the code."""
    return request.page("sent.html", address="", form=FormValues())


def use_code(request: DeskRequest) -> Response:
    """Sign in with the code from the email."""
    desk = _desk(request)
    _count(request, desk.code_tries)
    result = signing_in.sign_in_by_code(request.campaign, request.value("code"), _browser(request))
    if result.verdict is SignInVerdict.GOOD:
        return _enter(request, result)
    form = typed_values(request, "code").with_errors(code=_code_error(result))
    return request.page("sent.html", HTTPStatus.UNPROCESSABLE_ENTITY, address="", form=form)


def link(request: DeskRequest) -> Response:
    """The page of a link: a button that signs in. Opening the page changes nothing, as mail scanners open links."""
    browser = request.raw.cookies.get(_desk(request).browser_cookie, "")
    token = request.word("token")
    view = signing_in.look_at_link(request.campaign, token, browser)
    if view.kind is LinkKind.FIRST and view.verdict is SignInVerdict.GOOD:
        sender = request.campaign.settings.sender
        form = FormValues({"name": sender.name, "address": sender.address})
        return request.page("start.html", form=form, token=token)
    status = HTTPStatus.NOT_FOUND if view.verdict is SignInVerdict.OVER else HTTPStatus.OK
    return request.page("link.html", status, verdict=view.verdict, account=view.account, token=token)


def use_link(request: DeskRequest) -> Response:
    """Sign in with a link."""
    result = signing_in.sign_in_by_link(request.campaign, request.word("token"), _browser(request))
    if result.verdict is SignInVerdict.GOOD:
        return _enter(request, result)
    return request.page(
        "link.html", HTTPStatus.NOT_FOUND, verdict=result.verdict, account=None, token=request.word("token")
    )


def start(request: DeskRequest) -> Response:
    """Make the first coordinator, with the link that the program printed."""
    form, token = typed_values(request, "name", "address"), request.word("token")
    try:
        new: NewAccount = new_account(form["address"], form["name"] or "?", Role.COORDINATOR)
    except UsageError as error:
        form = form.with_errors(address=error.message)
    if not form["name"]:
        form = form.with_errors(name="Type your name, as your colleagues know you")
    if form.is_wrong:
        return request.page("start.html", HTTPStatus.UNPROCESSABLE_ENTITY, form=form, token=token)
    result = signing_in.become_first_coordinator(request.campaign, token, new, _browser(request))
    if result.verdict is SignInVerdict.GOOD:
        is_new = is_first_import(request.campaign)
        return _enter(request, replace(result, typed=TypedForm("/letter/import", ())) if is_new else result)
    return request.page("link.html", HTTPStatus.NOT_FOUND, verdict=result.verdict, account=None, token=token)


def start_again(request: DeskRequest) -> Response:
    """The form of the first start is at the address of its link; a reload of the answer leads there."""
    return request.redirect(f"/in/link/{request.word('token')}")


def sign_out(request: DeskRequest) -> Response:
    """End this session."""
    desk = _desk(request)
    if request.current:
        signing_in.sign_out(request.campaign, request.current)
    answer = request.redirect("/in")
    answer.delete_cookie(desk.session_cookie, path="/", secure=desk.is_secure, httponly=True, samesite="lax")
    return answer


def session_needed(request: DeskRequest) -> Response:
    """The answer to whoever is not signed in. A form that was sent is kept, without passwords: the sign-in brings its
    values back."""
    path = request.raw.url.path.removeprefix(request.site.base)
    if request.raw.method == "GET":
        query = request.raw.url.query
        to = f"{path}?{query}" if query else path
        return request.redirect("/in", None, **({_TO: to} if path not in ("", "/") else {}))
    typed = TypedForm(path, tuple((name, value) for name, value in request.form.fields if name not in _PASSWORDS))
    return request.page("sign_in.html", HTTPStatus.UNAUTHORIZED, form=FormValues(), typed=typed)


ROUTES = (
    DeskRoute("/in", "GET", ask, Access.EVERYBODY),
    DeskRoute("/in", "POST", send, Access.EVERYBODY),
    DeskRoute("/in/code", "GET", code_page, Access.EVERYBODY),
    DeskRoute("/in/code", "POST", use_code, Access.EVERYBODY),
    DeskRoute("/in/link/{token}", "GET", link, Access.EVERYBODY),
    DeskRoute("/in/link/{token}", "POST", use_link, Access.EVERYBODY),
    DeskRoute("/in/start/{token}", "GET", start_again, Access.EVERYBODY),
    DeskRoute("/in/start/{token}", "POST", start, Access.EVERYBODY),
    DeskRoute("/out", "POST", sign_out, Access.SIGNED_IN),
)


def _enter(request: DeskRequest, result: SignedIn) -> Response:
    """Go in with a new session: to the first page, or back to where the person was."""
    desk, typed = _desk(request), result.typed
    if typed and typed.fields:
        answer: Response = request.page("resume.html", typed=typed)
    else:
        answer = request.redirect(_known_path(typed.path if typed else "") or "/")
    _set_cookie(desk, answer, desk.session_cookie, result.secret, int(LONGEST_LIFE.total_seconds()))
    answer.delete_cookie(desk.browser_cookie, path="/", secure=desk.is_secure, httponly=True, samesite="lax")
    known = signing_in.known_cookie(request.campaign, request.raw.cookies.get(desk.known_cookie, ""), result.account)
    _set_cookie(desk, answer, desk.known_cookie, known, int(KNOWN_LIFE.total_seconds()))
    return answer


def _browser(request: DeskRequest, cookie: str = "") -> signing_in.Browser:
    """The browser that asks. `cookie` is its secret; "" for the one that it sends."""
    desk, cookies = _desk(request), request.raw.cookies
    cookie = cookie or cookies.get(desk.browser_cookie, "")
    client = client_address(request.raw.scope, desk.client_header)
    return signing_in.Browser(cookie, _user_agent(request), client, cookies.get(desk.known_cookie, ""))


def _set_cookie(desk: Desk, answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=desk.is_secure, httponly=True, samesite="lax")


def _typed_form(request: DeskRequest) -> TypedForm | None:
    """The page to come back to, with the fields that were kept."""
    path = _known_path(request.value(_TO))
    fields = tuple((name[len(_PREFIX) :], text) for name, text in request.form.fields if name.startswith(_PREFIX))
    return TypedForm(path, fields) if path else None


def _known_path(path: str) -> str:
    """A path below the desk, to come back to; "" for anything else."""
    return path if path.startswith("/") and not path.startswith(("//", "/in", "/\\")) and path.isprintable() else ""


def _code_error(result: SignedIn) -> str:
    if result.verdict is SignInVerdict.WRONG_CODE:
        left = "1 attempt is" if result.tries_left == 1 else f"{result.tries_left} attempts are"
        return f"That code is wrong. {left} left"
    if result.verdict is SignInVerdict.NO_TRIES:
        return "That code is wrong, and you have no attempts left. Ask for a new link"
    return "This code no longer works, or was asked for in another browser. Ask for a new link"


def _count(request: DeskRequest, limit: RateLimit) -> None:
    """Count a request of a network. Raises HTTPException 429 if there are too many."""
    desk, seconds = _desk(request), request.campaign.now().timestamp()
    wait = limit.wait(_HASHER.key(client_address(request.raw.scope, desk.client_header), seconds), seconds)
    if wait:
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(math.ceil(wait))})


def _user_agent(request: DeskRequest) -> str:
    return request.raw.headers.get("user-agent", "")


def _desk(request: DeskRequest) -> Desk:
    assert isinstance(request.site, Desk)  # there is no other
    return request.site
