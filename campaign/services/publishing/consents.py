"""What those who sign are told of their data, from the settings; without it no page opens."""

from campaign.adapters.files.folder import SETTINGS_FILE
from campaign.core.settings import Settings
from campaign.core.signons.consent import Consent, consent_gaps
from campaign.errors import Problem, Refused


def consent_of(settings: Settings) -> Consent:
    """Who answers for the data, where one writes, and until when it is kept. Raises Refused where that is not said."""
    until = settings.purge_at.astimezone(settings.campaign.zone).date()
    consent = Consent(settings.controller, settings.privacy_contact, until)
    problems = [Problem(SETTINGS_FILE, None, gap, "fill it in") for gap in consent_gaps(consent)]
    if problems:
        raise Refused("nobody can be asked to sign: who answers for the data is not said", problems=problems)
    return consent
