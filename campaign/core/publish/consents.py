"""Template values about the signers' personal data."""

from typing import Any

from campaign.core.compose.values import day_in_words
from campaign.core.signons.consent import Consent


def consent_values(consent: Consent, language: str) -> dict[str, Any]:
    """The values of `web/consent.html`, in a language of the catalogues."""
    return {"consent": consent, "delete_on": day_in_words(consent.delete_on, language)}
