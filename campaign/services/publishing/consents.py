"""The statement about the signers' data, from the settings. Without it nobody can be asked to sign."""

from campaign.adapters.files.folder import SETTINGS_FILE
from campaign.core.settings import Settings
from campaign.core.signons.consent import Consent, consent_gaps
from campaign.errors import Problem, Refused


def consent_of(settings: Settings) -> Consent:
    """The controller, the contact and the date of deletion. Raises Refused if one of them is missing."""
    until = settings.purge_at.astimezone(settings.campaign.zone).date()
    consent = Consent(settings.controller, settings.privacy_contact, until)
    problems = [Problem(SETTINGS_FILE, None, gap, "fill it in") for gap in consent_gaps(consent)]
    if problems:
        raise Refused(
            "nobody can be asked to sign yet: the settings do not name the controller of the signers' data",
            problems=problems,
        )
    return consent
