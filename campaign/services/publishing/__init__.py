"""Publishes a letter: reads its public facts from folder and database, and writes or serves its site."""

from campaign.services.publishing.edition_reader import EditionReader
from campaign.services.publishing.site_plan import SitePlan, plan_site, publish

__all__ = ["EditionReader", "SitePlan", "plan_site", "publish"]
