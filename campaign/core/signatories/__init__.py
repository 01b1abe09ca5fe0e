"""Signatories: the organisations that sign a letter, and the coalition's directory of organisations."""

from campaign.core.signatories.organisation import Organisation, SignOnState, listed_organisations, signatory_lines

__all__ = ["Organisation", "SignOnState", "signatory_lines", "listed_organisations"]
