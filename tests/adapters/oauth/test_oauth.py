"""Signing in at a provider, and the tokens that follow, against a provider that speaks the real protocol."""

import json
import logging
import stat
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest

from campaign.adapters.oauth.client import ProviderSilent, SignInNeeded
from campaign.adapters.oauth.saved_tokens import (
    TokenPair,
    current_token,
    forget_tokens,
    load_tokens,
    save_tokens,
    token_file,
)
from campaign.adapters.oauth.sign_in import sign_in_by_browser, sign_in_by_device
from campaign.core.settings.oauth import GOOGLE, MICROSOFT, OAuthTable
from tests.helpers.oauth_provider import OAuthProviderFake, visit

HOUR = 3600.0


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OAuthProviderFake]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with OAuthProviderFake().listening() as provider:
        yield provider


def table(provider: OAuthProviderFake, name: str = MICROSOFT, secret: str = "") -> OAuthTable:
    urls = {"authorization_url": "authorize", "token_url": "token", "device_url": "device"}
    fields = {field: provider.url(path) for field, path in urls.items()}
    return OAuthTable(name, provider.client_id, client_secret=secret, **fields)


def by_browser(oauth: OAuthTable) -> TokenPair:
    with sign_in_by_browser(oauth, "anna") as sign_in, ThreadPoolExecutor(1) as pool:
        pool.submit(visit, sign_in.address)
        return sign_in.wait(10)


@pytest.mark.parametrize(("name", "host"), [(MICROSOFT, "localhost"), (GOOGLE, "127.0.0.1")])
def test_a_sign_in_by_browser(provider: OAuthProviderFake, name: str, host: str) -> None:
    """The code that the browser brings back is exchanged, with PKCE, for the tokens of the provider."""
    provider.client_secret = "not-very-secret" if name == GOOGLE else ""
    tokens = by_browser(table(provider, name, provider.client_secret))
    assert [tokens.access_token] == provider.access_tokens
    assert [tokens.refresh_token] == provider.refresh_tokens
    assert abs(tokens.expires_at - time.time() - HOUR) < 60
    (form,) = provider.forms
    assert urlsplit(form["redirect_uri"]).hostname == host
    assert provider.log == ["signed in"]


def test_what_the_page_is_asked(provider: OAuthProviderFake) -> None:
    """The page learns whose mailbox it is and what is asked for, and at Google that a refresh token is wanted."""
    with sign_in_by_browser(table(provider, GOOGLE), "anna@coalition.example") as sign_in:
        fields = {name: values[0] for name, values in parse_qs(urlsplit(sign_in.address).query).items()}
    for name in ("state", "code_challenge", "redirect_uri"):
        del fields[name]
    assert fields == {
        "response_type": "code",
        "client_id": "campaign-client",
        "scope": "https://mail.google.com/",
        "code_challenge_method": "S256",
        "login_hint": "anna@coalition.example",
        "access_type": "offline",
        "prompt": "consent",
    }


def test_a_person_who_refuses(provider: OAuthProviderFake) -> None:
    """The refusal is named, with the command to start again."""
    provider.refuses = True
    with pytest.raises(SignInNeeded) as caught:
        by_browser(table(provider))
    assert caught.value.message == "Microsoft: the sign-in was refused (access_denied The person refused)"
    assert caught.value.fix == "campaign mailbox connect microsoft, and agree"


def test_only_the_answer_with_our_state_counts(provider: OAuthProviderFake) -> None:
    """Another page that calls the port, and a connection that says nothing, neither sign in nor hold up the real
    answer."""
    with sign_in_by_browser(table(provider), "anna") as sign_in, ThreadPoolExecutor(1) as pool:
        silent = HTTPConnection("127.0.0.1", sign_in.port)
        silent.connect()
        waiting = pool.submit(sign_in.wait, 10)
        with pytest.raises(HTTPError) as caught:
            visit(f"http://127.0.0.1:{sign_in.port}/?code=stolen&state=guessed")
        assert caught.value.code == 404
        caught.value.close()
        assert "Thank you" in visit(sign_in.address)
        assert [waiting.result().access_token] == provider.access_tokens
        silent.close()


def test_nobody_signs_in(provider: OAuthProviderFake) -> None:
    """The wait ends."""
    with sign_in_by_browser(table(provider), "anna") as sign_in, pytest.raises(SignInNeeded, match="nobody"):
        sign_in.wait(0)


def test_a_program_that_the_provider_does_not_know(provider: OAuthProviderFake) -> None:
    """A wrong client secret leads to the settings and the registration."""
    with pytest.raises(SignInNeeded) as caught:
        by_browser(table(provider, GOOGLE, "wrong"))
    assert caught.value.message == "Google does not accept the program as it is registered (invalid_client)"


def test_a_sign_in_with_a_code(provider: OAuthProviderFake) -> None:
    """The provider is asked until the person has typed in the code, and less often when it asks for that."""
    provider.device_answers = ["authorization_pending", "slow_down", "authorization_pending"]
    sign_in = sign_in_by_device(table(provider))
    assert (sign_in.user_code, sign_in.address) == ("BLUE-FISH", provider.url("devicelogin"))
    waits: list[float] = []
    tokens = sign_in.wait(waits.append)
    assert waits == [1, 1, 6, 6]
    assert [tokens.access_token] == provider.access_tokens


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("authorization_declined", "Microsoft: the sign-in was refused (authorization_declined)"),
        ("expired_token", "Microsoft: the code has expired"),
    ],
)
def test_a_code_that_leads_nowhere(provider: OAuthProviderFake, answer: str, message: str) -> None:
    """A refusal and an end of the code are named."""
    provider.device_answers = [answer]
    with pytest.raises(SignInNeeded) as caught:
        sign_in_by_device(table(provider)).wait(lambda _: None)
    assert caught.value.message == message


def test_a_code_that_nobody_types_in(provider: OAuthProviderFake) -> None:
    """The program stops asking when the code has expired, also when the provider is silent."""
    provider.device_answers = ["authorization_pending"] * 1000
    provider.failures = [(503, {}), (500, {})]
    with pytest.raises(SignInNeeded, match="expired"):
        sign_in_by_device(table(provider)).wait(lambda _: None)


def test_no_code_for_email_at_google(provider: OAuthProviderFake) -> None:
    """Google's codes are not for email; the browser is."""
    oauth = OAuthTable(GOOGLE, "campaign-client")
    with pytest.raises(SignInNeeded) as caught:
        sign_in_by_device(oauth)
    assert caught.value.fix == "campaign mailbox connect google without --device"


def test_a_token_is_used_until_it_ends(provider: OAuthProviderFake) -> None:
    """A valid token is used again; five minutes before its end it is refreshed, and the new one is saved."""
    oauth = table(provider)
    tokens = by_browser(oauth)
    save_tokens(oauth, "anna", tokens)
    assert current_token(oauth, "anna") == tokens.access_token
    later = tokens.expires_at - 299
    assert current_token(oauth, "anna", lambda: later) == provider.access_tokens[1]
    assert load_tokens(oauth, "anna") == TokenPair(provider.access_tokens[1], provider.refresh_tokens[0], later + HOUR)
    assert provider.log == ["signed in", "refreshed"]


def test_a_refresh_token_that_stays(provider: OAuthProviderFake) -> None:
    """Google's answer brings no new refresh token: the old one is saved again."""
    provider.renews = False
    oauth = table(provider, GOOGLE)
    tokens = by_browser(oauth)
    save_tokens(oauth, "anna", tokens)
    for number in (1, 2):
        clock = partial(float, time.time() + number * HOUR)
        assert current_token(oauth, "anna", clock) == provider.access_tokens[number]
    assert load_tokens(oauth, "anna").refresh_token == tokens.refresh_token


def test_many_ask_at_once(provider: OAuthProviderFake) -> None:
    """Sixteen logins at the same time refresh the token once, so that none uses a refresh token that has ended."""
    oauth = table(provider)
    save_tokens(oauth, "anna", TokenPair("old", "first", 0))
    provider.refresh_tokens.append("first")
    start = threading.Barrier(16)

    def ask(_: int) -> str:
        start.wait()
        return current_token(oauth, "anna")

    with ThreadPoolExecutor(16) as pool:
        tokens = list(pool.map(ask, range(16)))
    assert (set(tokens), provider.log) == (set(provider.access_tokens), ["refreshed"])


def test_a_sign_in_that_has_ended(provider: OAuthProviderFake) -> None:
    """A refresh token that is not valid any more leads to signing in again, with the provider's words."""
    oauth = table(provider)
    save_tokens(oauth, "anna", TokenPair("old", "revoked", 0))
    with pytest.raises(SignInNeeded) as caught:
        current_token(oauth, "anna")
    words = "invalid_grant AADSTS700082: The refresh token has expired."
    assert caught.value.message == f"Microsoft: the sign-in is not valid any more ({words})"
    assert caught.value.fix == "sign in again: campaign mailbox connect microsoft"


@pytest.mark.parametrize(
    ("status", "content", "words"),
    [
        (503, {}, "Microsoft cannot be asked for a token (HTTPError)"),
        (
            400,
            {"error": "temporarily_unavailable"},
            "Microsoft issues no token at the moment (temporarily_unavailable)",
        ),
        (200, {}, "Microsoft cannot be asked for a token (KeyError)"),
    ],
)
def test_a_provider_that_is_silent(
    provider: OAuthProviderFake, status: int, content: dict[str, str], words: str
) -> None:
    """A failure of the provider may pass. A token that has not ended is used meanwhile."""
    oauth = table(provider)
    provider.failures = [(status, content), (status, content)]
    save_tokens(oauth, "anna", TokenPair("old", "good", 1000))
    assert current_token(oauth, "anna", lambda: 900) == "old"
    with pytest.raises(ProviderSilent) as caught:
        current_token(oauth, "anna", lambda: 1001)
    assert caught.value.message.startswith(words)


def test_a_provider_that_is_away(provider: OAuthProviderFake) -> None:
    """Without a connection the error does not show the address, which could hold a secret."""
    oauth = OAuthTable(MICROSOFT, "c", token_url="http://127.0.0.1:9/token")
    save_tokens(oauth, "anna", TokenPair("old", "good", 0))
    with pytest.raises(ProviderSilent) as caught:
        current_token(oauth, "anna")
    assert caught.value.message == "Microsoft cannot be asked for a token (ConnectionError)"


def test_nobody_has_signed_in(provider: OAuthProviderFake) -> None:
    """Without a file, and with a broken one, the command that signs in is named."""
    oauth = table(provider)
    with pytest.raises(SignInNeeded) as caught:
        current_token(oauth, "anna")
    assert caught.value.message == "nobody has signed in to Microsoft as anna on this machine"
    save_tokens(oauth, "anna", TokenPair("a", "b", 0)).write_text("{", encoding="utf-8")
    with pytest.raises(SignInNeeded, match="cannot be read"):
        current_token(oauth, "anna")


def test_tokens_are_sent_to_no_other_address(provider: OAuthProviderFake) -> None:
    """Whoever changes token_url in the shared settings gets no tokens: it is another sign-in."""
    oauth = table(provider)
    save_tokens(oauth, "anna", by_browser(oauth))
    elsewhere = replace(oauth, token_url="https://collector.example/token")
    with pytest.raises(SignInNeeded, match="nobody has signed in"):
        current_token(elsewhere, "anna", lambda: time.time() + HOUR)


def test_only_the_owner_can_read_the_tokens(provider: OAuthProviderFake, tmp_path: Path) -> None:
    """File 0600 in a folder 0700, outside of the campaign; a refresh keeps that, and signing out deletes it."""
    oauth = table(provider)
    path = save_tokens(oauth, "anna", by_browser(oauth))
    assert path == token_file(oauth, "Anna")
    current_token(oauth, "anna", lambda: time.time() + HOUR)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.parent == tmp_path / "undersigned" / "tokens"
    assert set(json.loads(path.read_bytes())) == {"access_token", "refresh_token", "expires_at"}
    assert (forget_tokens(oauth, "anna"), forget_tokens(oauth, "anna")) == (True, False)


def test_no_secret_in_logs_and_values(provider: OAuthProviderFake, caplog: pytest.LogCaptureFixture) -> None:
    """With every log message on, no token, code or secret is in a log or a repr."""
    caplog.set_level(logging.DEBUG)
    provider.client_secret = "not-very-secret"
    oauth = table(provider, GOOGLE, provider.client_secret)
    tokens = by_browser(oauth)
    device = sign_in_by_device(oauth)
    save_tokens(oauth, "anna", tokens)
    current_token(oauth, "anna", lambda: time.time() + HOUR)
    visible = f"{caplog.text} {tokens} {device} {oauth}"
    assert [secret for secret in [*provider.issued, provider.client_secret] if secret in visible] == []
