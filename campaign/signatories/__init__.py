"""Signatories: who signs a letter, and the coalition's directory of organisations."""

from campaign.signatories.organisation import Organisation, SignOn, lines, listed

__all__ = ["Organisation", "SignOn", "lines", "listed"]
