"""Speaks to a provider's token address, and says in plain words what is wrong."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from campaign.adapters.files.package_data import DOCS
from campaign.core.settings.oauth import OAuthTable
from campaign.errors import CampaignError, SettingsError

if TYPE_CHECKING:  # part of the extra
    from authlib.integrations.requests_client import OAuth2Session

_SECONDS = 30
_MAX_CHARACTERS = 200
# What the provider answers when a person must sign in again (RFC 6749 section 5.2, OpenID Connect Core 3.1.2.6).
_EXPIRED = frozenset({"invalid_grant", "interaction_required", "login_required", "consent_required"})
_REFUSED = frozenset({"access_denied", "authorization_declined"})
_WRONG_CLIENT = frozenset({"invalid_client", "unauthorized_client", "invalid_scope", "invalid_request"})


class SignInNeeded(SettingsError):
    """There is no valid sign-in. Only a person can change that."""


class ProviderSilent(CampaignError):
    """The provider could not be asked. It may answer later."""


class SignInPending(CampaignError):
    """The person has not signed in yet. `is_slow` asks for longer waits between the questions."""

    def __init__(self, *, is_slow: bool) -> None:
        super().__init__("nobody has signed in yet")
        self.is_slow = is_slow


@contextmanager
def oauth_client(oauth: OAuthTable, redirect_uri: str | None = None) -> Iterator["OAuth2Session"]:
    """A client of the provider. Within the block, errors become SignInNeeded, SignInPending or ProviderSilent; without
    the extra `oauth` CampaignError is raised."""
    try:
        from authlib.integrations.base_client import OAuthError
        from authlib.integrations.requests_client import OAuth2Session
        from requests import RequestException
    except ImportError:
        what = "signing in needs the extra oauth, which is not installed"
        raise CampaignError(what, fix='pip install "undersigned[oauth]"') from None
    client = OAuth2Session(
        oauth.client_id,
        oauth.client_secret or None,
        token_endpoint_auth_method="client_secret_post" if oauth.client_secret else "none",
        scope=oauth.endpoints.scope,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        default_timeout=_SECONDS,
    )
    try:
        with client:
            yield client
    except OAuthError as error:
        raise provider_error(oauth, str(error.error), str(error.description or "")) from None
    except (RequestException, ValueError, KeyError) as error:
        # The error's own text may hold the address that was asked, with a code in it.
        title = oauth.endpoints.title
        raise ProviderSilent(f"{title} cannot be asked for a token ({type(error).__name__})", fix="try again") from None


def provider_error(oauth: OAuthTable, code: str, description: str) -> CampaignError:
    """The error that fits what the provider answered."""
    title = oauth.endpoints.title
    words = " ".join(f"{code} {description}".split())[:_MAX_CHARACTERS]
    if code in ("authorization_pending", "slow_down"):
        return SignInPending(is_slow=code == "slow_down")
    if code in _REFUSED:
        return SignInNeeded(f"{title}: the sign-in was refused ({words})", fix=f"{oauth.command}, and agree")
    if code in ("expired_token", "bad_verification_code"):
        return SignInNeeded(f"{title}: the code has expired", fix=oauth.command)
    if code in _EXPIRED:
        what = f"{title}: the sign-in is not valid any more ({words})"
        return SignInNeeded(what, fix=f"sign in again: {oauth.command}")
    if code in _WRONG_CLIENT:
        what = f"{title} does not accept the program as it is registered ({words})"
        fix = f"check client_id in [oauth], CAMPAIGN_OAUTH_CLIENT_SECRET in .env; see {DOCS / 'mailbox.md'}"
        return SignInNeeded(what, fix=fix)
    return ProviderSilent(f"{title} issues no token at the moment ({words})", fix="try again later")


def request_code(client: "OAuth2Session", url: str, oauth: OAuthTable) -> Mapping[str, Any]:
    """Request a code for another device (RFC 8628 section 3.1). Call it within `oauth_client`."""
    form = {"client_id": oauth.client_id, "scope": oauth.endpoints.scope}
    answer = client.post(url, data=form, withhold_token=True).json()
    if not isinstance(answer, dict):
        raise ProviderSilent(f"{oauth.endpoints.title} issues no code at the moment", fix="try again later")
    if "error" in answer:
        raise provider_error(oauth, str(answer["error"]), str(answer.get("error_description", "")))
    return answer
