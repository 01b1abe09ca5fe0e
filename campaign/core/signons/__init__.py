"""Sign-ons: the act by which an organisation or a person puts its name under one version of a letter. Pure."""

from campaign.core.signons.signon import Kind, NewSignOn, Signer, SignOn, Source

__all__ = ["Kind", "NewSignOn", "SignOn", "Signer", "Source"]
