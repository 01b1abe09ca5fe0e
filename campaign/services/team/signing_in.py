"""Signing in: asking for a link, using the link or its code, and the session that follows."""

import datetime as dt
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from campaign.adapters.http.client_address import client_network
from campaign.adapters.store import keys
from campaign.adapters.store.database import Database
from campaign.adapters.store.team import accounts, act_entries, sign_ins, team_sessions
from campaign.adapters.store.team.sign_ins import NewSignIn
from campaign.core.compose.team_mail import TeamMail, sign_in_mail
from campaign.core.signons.signer_address import InvalidAddress, read_address
from campaign.core.tables.digits import read_digits
from campaign.core.team.account import Account, NewAccount, TeamActor, actor_of
from campaign.core.team.act_entry import NewActEntry
from campaign.core.team.roles import Role
from campaign.core.team.security_event import MANY_LINKS, NEW_BROWSER, WRONG_CODES
from campaign.core.team.session import TeamSession, device_words
from campaign.core.team.sign_in import (
    CODE_BYTES,
    LINK_LIFE,
    MOST_OF_ALL,
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
_KNOWN = "known browsers"  # the key of the cookies that show in which browsers somebody signed in before
_SALT_BYTES = 16
_MOST_KNOWN = 8  # accounts in one browser
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
    account: int = 0
    """The account's number; 0 unless the verdict is GOOD."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser at the sign-in, by what it sends."""

    cookie: str
    """Its secret, which binds a link to it; "" for none."""
    user_agent: str
    client: str
    """The network address that it comes from."""
    known: str = ""
    """The cookie that shows in which accounts it signed in before; "" for none."""


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
    campaign: Campaign, typed_address: str, browser: Browser, address_of_link: str, typed: TypedForm | None = None
) -> TeamMail | None:
    """Make a link for the address, bound to the browser. Returns the email with it.

    None if the address has no account, or too many were asked for: the page must say the same in each case, and takes
    the same time. `address_of_link` is the address of a link without its token.
    """
    read = read_address(typed_address)
    key = typed_address.strip().lower() if isinstance(read, InvalidAddress) else read.key
    token, code, salt = new_token(), new_code(secrets.token_bytes(CODE_BYTES)), secrets.token_bytes(_SALT_BYTES)
    secret = campaign.store.write(keys.secret, _ADDRESSES)
    counted = hmac.digest(secret, key.encode("utf-8", "replace"), "sha256")
    network = hmac.digest(secret, b"network\0" + client_network(browser.client).encode("utf-8", "replace"), "sha256")
    now = campaign.now()
    new = NewSignIn(
        kind=LinkKind.MAILED,
        account=None,
        browser=token_digest(browser.cookie),
        link=token_digest(token),
        code=code_digest(code, salt),
        salt=salt,
        tries=0,
        expires_at=now + LINK_LIFE,
        created_at=now,
        asked_for=counted,
        asked_by=network,
    )
    account = campaign.store.write(_ask, new, key, _as_text(typed), known_accounts(campaign, browser.known))
    if account is None:
        return None
    name = campaign.settings.campaign.name
    return sign_in_mail(account.address, account.name, name, address_of_link + token, code)


def look_at_link(campaign: Campaign, token: str, browser: str) -> LinkView:
    """What the page of a link shows. Changes nothing."""
    return campaign.store.read(_look, token_digest(token), token_digest(browser), campaign.now())


def sign_in_by_link(campaign: Campaign, token: str, browser: Browser) -> SignedIn:
    """Sign in with a link, in the browser that asked for it, or with a printed link in any."""
    start = _session_start(campaign, browser)
    return campaign.store.write(_use_link, token_digest(token), token_digest(browser.cookie), start)


def sign_in_by_code(campaign: Campaign, code: str, browser: Browser) -> SignedIn:
    """Sign in with the code of what this browser asked for last. Each try is counted before it is judged."""
    digest, now = token_digest(browser.cookie), campaign.now()
    request = campaign.store.write(_take_try, digest)
    verdict = request.judge_code(code, digest, now) if request else SignInVerdict.OVER
    if request is None or verdict is not SignInVerdict.GOOD:
        left = MOST_TRIES - request.tries - 1 if request else 0
        if request and verdict is SignInVerdict.WRONG_CODE and left == 0:
            subject = f"account {request.account}" if request.account else ""
            campaign.store.write(act_entries.add, NewActEntry(now, None, WRONG_CODES, subject))
        return SignedIn(verdict if left > 0 or verdict is SignInVerdict.OVER else SignInVerdict.NO_TRIES, "", left)
    return campaign.store.write(_start, request, _session_start(campaign, browser))


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


def become_first_coordinator(campaign: Campaign, token: str, new: NewAccount, browser: Browser) -> SignedIn:
    """Make the first coordinator with the link for it, and sign in."""
    start = _session_start(campaign, browser)
    coordinator = replace(new, role=Role.COORDINATOR)
    return campaign.store.write(_make_first, token_digest(token), coordinator, start)


def known_accounts(campaign: Campaign, cookie: str) -> frozenset[int]:
    """The accounts that signed in with a browser before, as its cookie shows."""
    secret = campaign.store.write(keys.secret, _KNOWN)
    parts = (part.partition(".") for part in cookie.split("_")[:_MOST_KNOWN])
    return frozenset(
        account
        for number, _, tag in parts
        if (account := read_digits(number)) is not None
        if hmac.compare_digest(tag.encode("utf-8", "replace"), _known_tag(secret, number).encode())
    )


def known_cookie(campaign: Campaign, cookie: str, account: int) -> str:
    """The cookie of a browser in which an account has signed in, in addition to those that it shows already."""
    secret = campaign.store.write(keys.secret, _KNOWN)
    numbers = [account, *sorted(known_accounts(campaign, cookie) - {account})][:_MOST_KNOWN]
    return "_".join(f"{number}.{_known_tag(secret, str(number))}" for number in numbers)


def _known_tag(secret: bytes, number: str) -> str:
    return hmac.digest(secret, f"known\0{number}".encode(), "sha256").hex()[:32]


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
    known: frozenset[int]
    """The accounts that signed in with this browser before."""


def _session_start(campaign: Campaign, browser: Browser) -> _SessionStart:
    known = known_accounts(campaign, browser.known)
    return _SessionStart(new_token(), device_words(browser.user_agent), campaign.now(), known)


def _ask(db: Database, new: NewSignIn, address_key: str, typed: str, known: frozenset[int]) -> Account | None:
    account, since = accounts.by_address(db, address_key), new.created_at - REQUEST_WINDOW
    account = account if account and account.is_open else None
    is_known = account is not None and account.id in known
    if is_known:
        new = replace(new, asked_by=_KNOWN.encode())
    elif sign_ins.count_since(db, new.asked_for, since) >= MOST_OF_ALL:
        _note_many_links(db, account, new.created_at)
        return None
    if sign_ins.count_by(db, new.asked_for, new.asked_by or b"", since) >= MOST_REQUESTS:
        return None
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
    if account.id not in start.known:
        act_entries.add(db, NewActEntry(start.at, account.id, NEW_BROWSER, note=start.device))
    return SignedIn(SignInVerdict.GOOD, start.secret, typed=typed, account=account.id)


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
    act_entries.add(db, NewActEntry(start.at, account.id, NEW_BROWSER, note=start.device))
    return SignedIn(SignInVerdict.GOOD, start.secret, account=account.id)


def _note_many_links(db: Database, account: Account | None, at: dt.datetime) -> None:
    """Add to the record, once an hour, that strangers ask for links of an account."""
    if account is None:
        return
    last = act_entries.newest(db, MANY_LINKS, f"account {account.id}")
    if last is None or last.at < at - REQUEST_WINDOW:
        act_entries.add(db, NewActEntry(at, None, MANY_LINKS, f"account {account.id}"))


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
