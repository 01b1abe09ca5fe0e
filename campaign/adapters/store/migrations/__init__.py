"""The store's schema, as small named steps, each in a transaction of its own, run by sqlite-utils.

Times are text, `YYYY-MM-DDTHH:MM:SS.ffffffZ`, always UTC, so that they sort as they read. A step that has gone out is
never changed; a new one goes behind the last.
"""

from campaign.adapters.store.migrations import m001_to_m005, m006_to_m007, m008_to_m015
from campaign.adapters.store.migrations.registry import STEPS, migrate

SCHEMA_VERSION = 15  # the number of steps

__all__ = ["SCHEMA_VERSION", "STEPS", "m001_to_m005", "m006_to_m007", "m008_to_m015", "migrate"]
