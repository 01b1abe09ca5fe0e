"""Builds a letter's public site: every file as bytes. Pure.

`campaign publish` writes these files into a folder and `campaign serve` answers with them; both use the same bytes.
"""

from campaign.core.publish.edition import CampaignContact, Edition, Person, PublicLogo
from campaign.core.publish.signing_status import SigningStatus
from campaign.core.publish.site import build

__all__ = ["CampaignContact", "Edition", "PublicLogo", "Person", "SigningStatus", "build"]
