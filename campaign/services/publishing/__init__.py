"""Publishing a letter: what is public of it gathered from folder and store, and its site written."""

from campaign.services.publishing.gathering import Gathering
from campaign.services.publishing.writing import Published, publish

__all__ = ["Gathering", "Published", "publish"]
