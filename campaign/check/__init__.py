"""The rules that a letter is held against before it is frozen. Pure: text and facts in, problems out."""

from campaign.check.check import Findings, check_letter
from campaign.check.facts import Facts

__all__ = ["Facts", "Findings", "check_letter"]
