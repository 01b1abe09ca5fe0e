"""campaign.toml for settings, `.env` or the environment for secrets, read once and strictly into core's Settings."""

from campaign.adapters.settings.read import load, parse
from campaign.adapters.settings.starters import remaining_starters

__all__ = ["load", "parse", "remaining_starters"]
