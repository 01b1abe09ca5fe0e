"""A letter's public site: every file of it as bytes, from values. Nothing is read or written here.

The command writes these files into a folder and the web application serves them; both show the same bytes.
"""

from campaign.core.publish.edition import CampaignContact, Edition, Person, PublicLogo
from campaign.core.publish.signing_status import SigningStatus
from campaign.core.publish.site import build

__all__ = ["CampaignContact", "Edition", "PublicLogo", "Person", "SigningStatus", "build"]
