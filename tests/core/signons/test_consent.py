"""The privacy notice for signers."""

import datetime as dt

import pytest

from campaign.core.signons.consent import Consent, consent_gaps

DAY = dt.date(2027, 10, 23)


def test_a_complete_notice_has_no_gaps() -> None:
    """A name and an address are enough."""
    assert list(consent_gaps(Consent("Open Coalition, Brussels", "privacy@coalition.example", DAY))) == []


@pytest.mark.parametrize("text", ["[Add in link to your privacy policy?]", "TODO", "Name ...", "<controller>", "xxx"])
def test_a_placeholder_is_named(text: str) -> None:
    """A placeholder is reported with its text."""
    assert list(consent_gaps(Consent(text, "privacy@coalition.example", DAY))) == [
        f"controller in [privacy] still holds a placeholder: {text}"
    ]


def test_an_empty_part_is_named() -> None:
    """An empty part is reported, too."""
    assert list(consent_gaps(Consent("Open Coalition", " ", DAY))) == ["contact in [privacy] is empty"]
