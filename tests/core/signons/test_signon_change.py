"""What a new version means for those who signed."""

import datetime as dt
from dataclasses import replace

from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import SignOn, SignOnKind, SignOnSource
from campaign.core.signons.change import ChangePolicy, VersionChange

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


def test_only_an_open_window_becomes_due() -> None:
    """Due from the moment on, once, and never for the other ways."""
    window = VersionChange("ai-act", 1, 2, ChangePolicy.WINDOW, NOW, NOW + dt.timedelta(days=1))
    assert not window.is_due(NOW)
    assert window.is_due(NOW + dt.timedelta(days=1))
    assert not replace(window, closed_at=NOW).is_due(NOW + dt.timedelta(days=2))
    assert not VersionChange("ai-act", 1, 2, ChangePolicy.ASK, NOW).is_due(NOW + dt.timedelta(days=2))


def test_a_sign_on_is_known_by_the_directorys_key_or_its_own() -> None:
    """One whose organisation is in no directory still has a key for outputs."""
    state = SignOnState.LISTED
    signed = SignOn(
        7,
        "ai-act",
        SignOnKind.ORGANISATION,
        "",
        "LAION",
        "",
        "DE",
        "",
        "",
        state,
        1,
        False,
        "en",
        SignOnSource.PAGE,
        NOW,
    )
    assert signed.as_organisation == Organisation("signon-7", "LAION", "", "DE", "", state)
    assert replace(signed, organisation="laion").as_organisation.key == "laion"
