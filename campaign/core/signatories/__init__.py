"""Signatories: who signs a letter, and the coalition's directory of organisations."""

from campaign.core.signatories.organisation import Organisation, SignOnState, lines, listed

__all__ = ["Organisation", "SignOnState", "lines", "listed"]
