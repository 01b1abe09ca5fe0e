"""Signing in: asking for a link, using the link or its code, and the session that follows."""

import datetime as dt
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from campaign.adapters.store import keys
from campaign.adapters.store.database import Database
from campaign.adapters.store.team import accounts, sign_ins, team_sessions
from campaign.adapters.store.team.sign_ins import NewSignIn
from campaign.core.compose.team_mail import TeamMail, sign_in_mail
from campaign.core.signons.signer_address import InvalidAddress, read_address
from campaign.core.team.account import Account, NewAccount, TeamActor, actor_of
from campaign.core.team.roles import Role
from campaign.core.team.session import TeamSession, device_words
from campaign.core.team.sign_in import (
    CODE_BYTES,
    LINK_LIFE,
    MOST_REQUESTS,
    MOST_TRIES,
    PRINTED_LIFE,
    REQUEST_WINDOW,
    TOKEN_BYTES,
    LinkKind,
    SignInRequest,
    SignInVerdict,
    code_digest,
    new_code,
    token_digest,
)
from campaign.errors import Refused
from campaign.services.campaign import Campaign

_ADDRESSES = "sign-in addresses"  # the key of the digests by which requests are counted
_SALT_BYTES = 16
MOST_TYPED = 300_000
"""Characters of a form that are kept through a sign-in."""


@dataclass(frozen=True, slots=True)
class TypedForm:
    """A form that was sent after the session had lapsed."""

    path: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """How an attempt to sign in ended. `secret` is the session's cookie, "" unless the verdict is GOOD."""

    verdict: SignInVerdict
    secret: str = ""
    tries_left: int = 0
    typed: TypedForm | None = None
    """The form to come back to."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that counts, and who acts in it."""

    session: TeamSession
    actor: TeamActor


@dataclass(frozen=True, slots=True)
class LinkView:
    """What the page of a link shows."""

    kind: LinkKind
    verdict: SignInVerdict
    account: Account | None = None
    """None for the first coordinator, and unless the verdict is GOOD."""


def new_token() -> str:
    """A random secret for a link or a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def ask_for_link(
    campaign: Campaign, typed_address: str, browser: str, address_of_link: str, typed: TypedForm | None = None
) -> TeamMail | None:
    """Make a link for the address, bound to the browser with the cookie `browser`. Returns the email with it.

    None if the address has no account, or asked too often: the page must say the same in each case, and takes the same
    time. `address_of_link` is the address of a link without its token.
    """
    read = read_address(typed_address)
    key = typed_address.strip().lower() if isinstance(read, InvalidAddress) else read.key
    token, code, salt = new_token(), new_code(secrets.token_bytes(CODE_BYTES)), secrets.token_bytes(_SALT_BYTES)
    counted = hmac.digest(campaign.store.write(keys.secret, _ADDRESSES), key.encode("utf-8", "replace"), "sha256")
    now = campaign.now()
    new = NewSignIn(
        kind=LinkKind.MAILED,
        account=None,
        browser=token_digest(browser),
        link=token_digest(token),
        code=code_digest(code, salt),
        salt=salt,
        tries=0,
        expires_at=now + LINK_LIFE,
        created_at=now,
        asked_for=counted,
    )
    account = campaign.store.write(_ask, new, key, _as_text(typed))
    if account is None:
        return None
    name = campaign.settings.campaign.name
    return sign_in_mail(account.address, account.name, name, address_of_link + token, code)


def look_at_link(campaign: Campaign, token: str, browser: str) -> LinkView:
    """What the page of a link shows. Changes nothing."""
    return campaign.store.read(_look, token_digest(token), token_digest(browser), campaign.now())


def sign_in_by_link(campaign: Campaign, token: str, browser: str, user_agent: str) -> SignedIn:
    """Sign in with a link, in the browser that asked for it, or with a printed link in any."""
    start = _SessionStart(new_token(), device_words(user_agent), campaign.now())
    return campaign.store.write(_use_link, token_digest(token), token_digest(browser), start)


def sign_in_by_code(campaign: Campaign, code: str, browser: str, user_agent: str) -> SignedIn:
    """Sign in with the code of what this browser asked for last. Each try is counted before it is judged."""
    digest, now = token_digest(browser), campaign.now()
    request = campaign.store.write(_take_try, digest)
    verdict = request.judge_code(code, digest, now) if request else SignInVerdict.OVER
    if request is None or verdict is not SignInVerdict.GOOD:
        left = MOST_TRIES - request.tries - 1 if request else 0
        return SignedIn(verdict if left > 0 or verdict is SignInVerdict.OVER else SignInVerdict.NO_TRIES, "", left)
    return campaign.store.write(_start, request, _SessionStart(new_token(), device_words(user_agent), now))


def make_link(campaign: Campaign, account: Account) -> str:
    """A link for a terminal that signs in an account, in any browser, once. Returns its token."""
    return _print_link(campaign, LinkKind.PRINTED, account.id)


def make_first_link(campaign: Campaign) -> str:
    """A link for a terminal that makes the first coordinator. Earlier ones no longer work. Returns its token.

    Raises Refused if there is a coordinator.
    """
    if first_coordinator(campaign):
        raise Refused("there is a coordinator already", fix="campaign desk admit EMAIL --role coordinator")
    return _print_link(campaign, LinkKind.FIRST, None)


def first_coordinator(campaign: Campaign) -> Account | None:
    """The coordinator who was admitted first and may still sign in; None while there is none."""
    everybody = campaign.store.read(accounts.every)
    return next((account for account in everybody if account.is_open and account.role is Role.COORDINATOR), None)


def become_first_coordinator(campaign: Campaign, token: str, new: NewAccount, user_agent: str) -> SignedIn:
    """Make the first coordinator with the link for it, and sign in."""
    start = _SessionStart(new_token(), device_words(user_agent), campaign.now())
    coordinator = replace(new, role=Role.COORDINATOR)
    return campaign.store.write(_make_first, token_digest(token), coordinator, start)


def open_session(campaign: Campaign, secret: str) -> OpenSession | None:
    """The session with this cookie, and who acts in it; None if it has ended. Notes that it was used."""
    if not secret:
        return None
    now = campaign.now()
    current = campaign.store.read(_open_session, token_digest(secret), now)
    if current and current.session.should_note_use(now):
        campaign.store.submit(team_sessions.note_use, current.session.id, now)
    return current


def sign_out(campaign: Campaign, current: OpenSession) -> None:
    """End a session."""
    campaign.store.write(team_sessions.end, current.session.account, current.session.id)


@dataclass(frozen=True, slots=True)
class _SessionStart:
    """The session that begins if an attempt succeeds."""

    secret: str
    device: str
    at: dt.datetime


def _ask(db: Database, new: NewSignIn, address_key: str, typed: str) -> Account | None:
    if sign_ins.count_since(db, new.asked_for, new.created_at - REQUEST_WINDOW) >= MOST_REQUESTS:
        return None
    account = accounts.by_address(db, address_key)
    account = account if account and account.is_open else None
    sign_ins.add(db, replace(new, account=account.id if account else None, typed=typed if account else ""))
    return account


def _look(db: Database, link: bytes, browser: bytes, now: dt.datetime) -> LinkView:
    request = sign_ins.by_link(db, link)
    if request is None:
        return LinkView(LinkKind.MAILED, SignInVerdict.OVER)
    verdict = request.judge_link(browser, now)
    if verdict is not SignInVerdict.GOOD or request.kind is LinkKind.FIRST:
        return LinkView(request.kind, verdict)
    account = _account_of(db, request)
    return LinkView(request.kind, verdict if account else SignInVerdict.OVER, account)


def _use_link(db: Database, link: bytes, browser: bytes, start: _SessionStart) -> SignedIn:
    request = sign_ins.by_link(db, link)
    if request is None or request.kind is LinkKind.FIRST:
        return SignedIn(SignInVerdict.OVER)
    verdict = request.judge_link(browser, start.at)
    return _start(db, request, start) if verdict is SignInVerdict.GOOD else SignedIn(verdict)


def _take_try(db: Database, browser: bytes) -> SignInRequest | None:
    """Count a try of what a browser asked for last. Returns it as it was before."""
    request = sign_ins.newest_of_browser(db, browser)
    if request and request.tries < MOST_TRIES:
        sign_ins.count_try(db, request.id)
    return request


def _start(db: Database, request: SignInRequest, start: _SessionStart) -> SignedIn:
    """Use a request up and start its session, in one transaction."""
    account = _account_of(db, request)
    if account is None or not sign_ins.use(db, request.id, start.at):
        return SignedIn(SignInVerdict.OVER)
    typed = _from_text(sign_ins.typed_form(db, request.id))
    sign_ins.close_all_of(db, account.id, start.at)
    team_sessions.add(db, account.id, token_digest(start.secret), start.device, start.at)
    return SignedIn(SignInVerdict.GOOD, start.secret, typed=typed)


def _make_first(db: Database, link: bytes, new: NewAccount, start: _SessionStart) -> SignedIn:
    db.wait_turn("coordinators")
    request = sign_ins.by_link(db, link)
    is_first = request is not None and request.kind is LinkKind.FIRST
    if request is None or not is_first or accounts.count_open(db, Role.COORDINATOR):
        return SignedIn(SignInVerdict.OVER)
    if not sign_ins.use(db, request.id, start.at):
        return SignedIn(SignInVerdict.OVER)
    account = accounts.put(db, new, start.at)
    team_sessions.add(db, account.id, token_digest(start.secret), start.device, start.at)
    return SignedIn(SignInVerdict.GOOD, start.secret)


def _open_session(db: Database, secret: bytes, now: dt.datetime) -> OpenSession | None:
    session = team_sessions.by_secret(db, secret)
    if session is None or not session.is_alive(now):
        return None
    account = accounts.one(db, session.account)
    return OpenSession(session, actor_of(account)) if account and account.is_open else None


def _account_of(db: Database, request: SignInRequest) -> Account | None:
    account = accounts.one(db, request.account) if request.account is not None else None
    return account if account and account.is_open else None


def _print_link(campaign: Campaign, kind: LinkKind, account: int | None) -> str:
    token, now = new_token(), campaign.now()
    new = NewSignIn(
        kind=kind,
        account=account,
        browser=b"",
        link=token_digest(token),
        code=b"",
        salt=b"",
        tries=0,
        expires_at=now + PRINTED_LIFE,
        created_at=now,
        asked_for=b"",
    )
    campaign.store.write(sign_ins.add, new)
    return token


def _as_text(typed: TypedForm | None) -> str:
    if typed is None:
        return ""
    text = json.dumps({"path": typed.path, "fields": typed.fields})
    return text if len(text) <= MOST_TYPED else ""


def _from_text(text: str) -> TypedForm | None:
    if not text:
        return None
    data: Mapping[str, object] = json.loads(text)
    fields = data["fields"]
    assert isinstance(fields, Sequence)  # `_as_text` wrote it
    return TypedForm(str(data["path"]), tuple((str(name), str(value)) for name, value in fields))
