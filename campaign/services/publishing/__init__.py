"""Publishing a letter: what is public of it gathered from folder and store, and its site written."""

from campaign.services.publishing.gathering import Gathering
from campaign.services.publishing.writing import SitePlan, plan_site, publish

__all__ = ["Gathering", "SitePlan", "plan_site", "publish"]
