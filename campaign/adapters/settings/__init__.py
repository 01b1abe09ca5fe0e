"""Reads Settings from campaign.toml, and secrets from `.env` and the environment."""

from campaign.adapters.settings.read import load, parse
from campaign.adapters.settings.starters import remaining_starters

__all__ = ["load", "parse", "remaining_starters"]
