"""Checks of the settings: can they be read, and is everything of a new folder filled in?"""

from campaign.adapters.files.folder import read_text
from campaign.adapters.settings import remaining_starters
from campaign.core.settings import Settings
from campaign.errors import CampaignError, Problem
from campaign.services.campaign import Campaign
from campaign.services.doctor.result import CheckResult, ok, problem, warning

NAME = "settings"


def check_settings(campaign: Campaign) -> tuple[Settings | None, list[CheckResult]]:
    """The settings, or None if they are invalid, and the results of the check."""
    try:
        settings = campaign.settings
    except CampaignError as error:
        problems = [_as_result(item) for item in error.problems]
        return None, problems or [problem(NAME, error.message, error.fix)]
    blanks = [_as_result(item) for item in remaining_starters(read_text(campaign.folder.settings))]
    return settings, blanks or [ok(NAME, "campaign.toml is complete")]


def check_public_url(settings: Settings) -> CheckResult:
    """Warn when emails to signatories have no page to link to."""
    if settings.campaign.public_url:
        return ok("public page", f"links lead to {settings.campaign.public_url}")
    what = "public_url is not set: invitations, confirmations and other emails to signatories cannot be sent"
    return warning("public page", what, "set public_url in [campaign] to the address of the public pages")


def _as_result(item: Problem) -> CheckResult:
    location = item.path if item.line is None else f"{item.path}:{item.line}"
    return problem(NAME, f"{location}: {item.message}", item.fix)
