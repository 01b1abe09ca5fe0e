"""Asking again before what must not happen with a borrowed session: a code by email, for one purpose, once."""

import hmac
import secrets
from dataclasses import dataclass

from campaign.adapters.store import keys
from campaign.adapters.store.database import Database
from campaign.adapters.store.team import sign_ins
from campaign.adapters.store.team.sign_ins import NewSignIn
from campaign.core.compose.team_mail import TeamMail, step_up_mail
from campaign.core.team.sign_in import (
    CODE_BYTES,
    LINK_LIFE,
    MOST_REQUESTS,
    MOST_TRIES,
    REQUEST_WINDOW,
    LinkKind,
    SignInRequest,
    SignInVerdict,
    code_digest,
    new_code,
    token_digest,
)
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.team.signing_in import OpenSession, new_token

_SECRET = "step-up"  # noqa: S105 -- the name of the key by which a session is bound to its codes
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """How the try of a code ended."""

    verdict: SignInVerdict
    tries_left: int

    @property
    def is_right(self) -> bool:
        """Whether the code was right. It has been used up."""
        return self.verdict is SignInVerdict.GOOD


def ask_for_code(campaign: Campaign, current: OpenSession, purpose: str, words: str) -> TeamMail:
    """Make a code for this session and purpose. Returns the email with it; `words` say in it what the code allows.

    Raises Refused if the account asked too often.
    """
    account = current.actor.account
    assert account is not None  # a session has one
    code, salt, now = new_code(secrets.token_bytes(CODE_BYTES)), secrets.token_bytes(_SALT_BYTES), campaign.now()
    new = NewSignIn(
        kind=LinkKind.MAILED,
        account=account.id,
        browser=_binding(campaign, current, purpose),
        link=token_digest(new_token()),
        code=code_digest(code, salt),
        salt=salt,
        tries=0,
        expires_at=now + LINK_LIFE,
        created_at=now,
        asked_for=_digest(campaign, f"account {account.id}"),
    )
    if not campaign.store.write(_add, new):
        raise Refused("too many codes were asked for", fix="wait an hour, then ask again")
    return step_up_mail(account.address, account.name, campaign.settings.campaign.name, words, code)


def check_code(campaign: Campaign, current: OpenSession, purpose: str, typed: str) -> CodeCheck:
    """Try a code. Each try is counted before it is judged, and a code that is right is used up."""
    binding, now = _binding(campaign, current, purpose), campaign.now()
    request = campaign.store.write(_take_try, binding)
    if request is None:
        return CodeCheck(SignInVerdict.OVER, 0)
    verdict = request.judge_code(typed, binding, now)
    if verdict is SignInVerdict.GOOD and not campaign.store.write(sign_ins.use, request.id, now):
        verdict = SignInVerdict.OVER
    return CodeCheck(verdict, max(0, MOST_TRIES - request.tries - 1))


def _binding(campaign: Campaign, current: OpenSession, purpose: str) -> bytes:
    """What binds a code to a session and a purpose, so that it is worth nothing anywhere else."""
    return _digest(campaign, f"session {current.session.id} {purpose}")


def _digest(campaign: Campaign, text: str) -> bytes:
    return hmac.digest(campaign.store.write(keys.secret, _SECRET), text.encode(), "sha256")


def _add(db: Database, new: NewSignIn) -> bool:
    if sign_ins.count_since(db, new.asked_for, new.created_at - REQUEST_WINDOW) >= MOST_REQUESTS:
        return False
    sign_ins.add(db, new)
    return True


def _take_try(db: Database, binding: bytes) -> SignInRequest | None:
    request = sign_ins.newest_of_browser(db, binding)
    if request and request.tries < MOST_TRIES:
        sign_ins.count_try(db, request.id)
    return request
