"""Reads Settings from campaign.toml, and secrets from `.env` and the environment."""

from campaign.adapters.settings.init_texts import remaining_starters
from campaign.adapters.settings.read import load, parse

__all__ = ["load", "parse", "remaining_starters"]
