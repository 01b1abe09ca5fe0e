"""Publishing a letter: what is public of it gathered from folder and store, and its site written."""

from campaign.services.publishing.edition_reader import EditionReader
from campaign.services.publishing.site_plan import SitePlan, plan_site, publish

__all__ = ["EditionReader", "SitePlan", "plan_site", "publish"]
