"""What a new version means for those who signed."""

import datetime as dt
from dataclasses import replace

from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import SignOn, SignOnKind, SignOnSource
from campaign.core.signons.change import ChangePolicy, OpenChange, VersionChange, open_change

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


def test_only_an_open_window_becomes_due() -> None:
    """A window is due from its end until it is closed; other policies never are."""
    window = VersionChange("ai-act", 1, 2, ChangePolicy.WINDOW, NOW, NOW + dt.timedelta(days=1))
    assert not window.is_due(NOW)
    assert window.is_due(NOW + dt.timedelta(days=1))
    assert not replace(window, closed_at=NOW).is_due(NOW + dt.timedelta(days=2))
    assert not VersionChange("ai-act", 1, 2, ChangePolicy.ASK, NOW).is_due(NOW + dt.timedelta(days=2))


def test_a_sign_on_has_the_directorys_key_or_its_own() -> None:
    """A sign-on without an organisation in the directory has a key of its own."""
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


def test_changes_since_the_last_text_count_together() -> None:
    """The strictest policy counts, with the latest end of a window; an objection, or a closed window, means asking."""
    until = NOW + dt.timedelta(days=1)
    correction = VersionChange("ai-act", 1, 2, ChangePolicy.CORRECTION, NOW)
    window = VersionChange("ai-act", 2, 3, ChangePolicy.WINDOW, NOW, until)
    assert open_change(3, (correction, window), has_objected=False) is None
    assert open_change(1, (correction, window), has_objected=False) == OpenChange(ChangePolicy.WINDOW, 3, until)
    assert open_change(1, (correction,), has_objected=False) == OpenChange(ChangePolicy.CORRECTION, 2)
    assert open_change(1, (window,), has_objected=True) == OpenChange(ChangePolicy.ASK, 3)
    assert open_change(1, (replace(window, closed_at=until),), has_objected=False) == OpenChange(ChangePolicy.ASK, 3)
