"""Whether enough signatories are listed under the letter to send it."""

from campaign.core.delivery.rules import too_few_signatories
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign
from campaign.services.doctor.result import CheckResult, ok, warning
from campaign.services.waves.letter_state import read_letter_state

NAME = "signatories"


def check_signatories(campaign: Campaign) -> list[CheckResult]:
    """Warn of a letter that cannot be sent because too few signatories are listed. Nothing before the first import."""
    if not campaign.has_store:
        return []
    try:
        state = read_letter_state(campaign.folder, campaign.store, campaign.letter)
    except CampaignError:
        return []  # another check says that the letter or the database cannot be read
    if reason := too_few_signatories(state.signatory_count, campaign.settings.campaign.minimum_signatories):
        return [warning(NAME, "the letter cannot be sent yet", reason)]
    return [ok(NAME, f"listed under the letter: {state.signatory_count}")]
