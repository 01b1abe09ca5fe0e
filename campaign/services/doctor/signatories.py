"""Whether enough signatories are listed under the letter to send it."""

from campaign.errors import CampaignError
from campaign.services.campaign import Campaign
from campaign.services.doctor.result import CheckResult, ok, warning
from campaign.services.waves.letter_state import lacking, read_letter_state
from campaign.services.waves.obstacles import unsigned_reason

NAME = "signatories"


def check_signatories(campaign: Campaign) -> list[CheckResult]:
    """Warn of a letter that cannot be sent because too few signatories are listed. Nothing before the first import."""
    if not campaign.has_store:
        return []
    try:
        state = read_letter_state(campaign.folder, campaign.store, campaign.letter)
    except CampaignError:
        return []  # another check says that the letter or the database cannot be read
    lacks = [warning("letter", "the letter is not complete", sentence) for sentence in lacking(state)]
    if reason := unsigned_reason(campaign, state):
        return [*lacks, warning(NAME, "the letter cannot be sent yet", reason)]
    return [*lacks, ok(NAME, f"listed under the letter: {state.signatory_count}")]
