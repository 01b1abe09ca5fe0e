"""Freezing a campaign's letter, for tests that start with a version."""

import datetime as dt
from pathlib import Path

from campaign.core.letters import Version
from campaign.services.campaign import Campaign
from campaign.services.letters.freeze import FreezeDecision, Naming, SignatoryDecision, freeze, plan_freeze


def freeze_letter(
    root: Path,
    message: str,
    at: dt.datetime,
    naming: Naming | None = None,
    signatories: SignatoryDecision | None = None,
) -> Version:
    """Freeze the letter of the campaign in `root` at a time (aware), whatever the checks find."""
    with Campaign(root, clock=lambda: at) as campaign:
        decision = FreezeDecision(message, naming or Naming(), signatories, despite_problems=True)
        return freeze(campaign, plan_freeze(campaign), decision)
