"""The settings: readable, and nothing of a new folder left in them."""

from campaign.adapters.files.folder import read_text
from campaign.adapters.settings import starters_left
from campaign.core.settings import Settings
from campaign.errors import CampaignError, Problem
from campaign.services.campaign import Campaign
from campaign.services.doctor.finding import Finding, ok, problem

NAME = "settings"


def look(campaign: Campaign) -> tuple[Settings | None, list[Finding]]:
    """The settings, None where they cannot be used, and what is wrong with them."""
    try:
        settings = campaign.settings
    except CampaignError as error:
        wrong = [_finding(each) for each in error.problems]
        return None, wrong or [problem(NAME, error.message, error.hint)]
    left = [_finding(each) for each in starters_left(read_text(campaign.folder.settings))]
    return settings, left or [ok(NAME, "campaign.toml is complete")]


def _finding(found: Problem) -> Finding:
    place = found.path if found.line is None else f"{found.path}:{found.line}"
    return problem(NAME, f"{place}: {found.what}", found.mend)
