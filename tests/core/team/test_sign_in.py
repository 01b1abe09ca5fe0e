"""The rules of signing in."""

import datetime as dt
from dataclasses import replace

import pytest

from campaign.core.team.sign_in import (
    LINK_LIFE,
    MOST_TRIES,
    LinkKind,
    SignInRequest,
    SignInVerdict,
    code_digest,
    new_code,
    token_digest,
)

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
BROWSER, OTHER, SALT, CODE = token_digest("browser"), token_digest("other"), b"salt", "K7QM 2XRD"
MAILED = SignInRequest(
    id=1,
    kind=LinkKind.MAILED,
    account=7,
    browser=BROWSER,
    link=token_digest("token"),
    code=code_digest(CODE, SALT),
    salt=SALT,
    tries=0,
    expires_at=NOW + LINK_LIFE,
    used_at=None,
)
PRINTED = replace(MAILED, kind=LinkKind.PRINTED, browser=b"")


@pytest.mark.parametrize(
    ("request_", "browser", "after", "verdict"),
    [
        (MAILED, BROWSER, dt.timedelta(), SignInVerdict.GOOD),
        (MAILED, OTHER, dt.timedelta(), SignInVerdict.OTHER_BROWSER),
        (PRINTED, OTHER, dt.timedelta(), SignInVerdict.GOOD),
        (MAILED, BROWSER, LINK_LIFE, SignInVerdict.OVER),
        (replace(MAILED, used_at=NOW), BROWSER, dt.timedelta(), SignInVerdict.OVER),
    ],
)
def test_a_link_works_once_for_ten_minutes_in_the_browser_that_asked(
    request_: SignInRequest, browser: bytes, after: dt.timedelta, verdict: SignInVerdict
) -> None:
    """A mailed link is bound to its browser; a printed one is not; a used or old one is over."""
    assert request_.judge_link(browser, NOW + after) is verdict


@pytest.mark.parametrize(
    ("request_", "code", "browser", "verdict"),
    [
        (MAILED, CODE, BROWSER, SignInVerdict.GOOD),
        (MAILED, "k7qm-2xrd", BROWSER, SignInVerdict.GOOD),
        (MAILED, "K7QN 2XRD", BROWSER, SignInVerdict.WRONG_CODE),
        (MAILED, CODE, OTHER, SignInVerdict.OVER),
        (PRINTED, CODE, BROWSER, SignInVerdict.OVER),
        (replace(MAILED, tries=MOST_TRIES), CODE, BROWSER, SignInVerdict.NO_TRIES),
        (replace(MAILED, account=None), CODE, BROWSER, SignInVerdict.WRONG_CODE),
        (replace(MAILED, used_at=NOW), CODE, BROWSER, SignInVerdict.OVER),
    ],
)
def test_a_code_works_where_it_was_asked_for(
    request_: SignInRequest, code: str, browser: bytes, verdict: SignInVerdict
) -> None:
    """The code is read however it is typed, five times at most, and never for an address without an account."""
    assert request_.judge_code(code, browser, NOW) is verdict


def test_a_code_has_eight_signs_that_cannot_be_mistaken() -> None:
    """A code has no letter O or I, and no 0 or 1; each sign is one of 32."""
    codes = {new_code(bytes(range(start, start + 8))) for start in range(248)}
    assert {len(code) for code in codes} == {9}
    assert set("".join(codes)) == set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ ")


def test_a_zero_that_was_typed_for_an_o_is_no_other_code() -> None:
    """What looks alike is read alike."""
    assert code_digest("0123", SALT) == code_digest("OI23", SALT)
