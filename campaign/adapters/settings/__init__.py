"""campaign.toml for settings, `.env` or the environment for secrets, read once and strictly into core's Settings."""

from campaign.adapters.settings.read import load, parse
from campaign.adapters.settings.starters import starters_left

__all__ = ["load", "parse", "starters_left"]
