"""What those who sign are told of their data, as values for the templates."""

from typing import Any

from campaign.core.compose.values import day_in_words
from campaign.core.signons.consent import Consent


def consent_values(consent: Consent, language: str) -> dict[str, Any]:
    """The values of `web/consent.html` on a page in a language of ours."""
    return {"consent": consent, "delete_on": day_in_words(consent.delete_on, language)}
