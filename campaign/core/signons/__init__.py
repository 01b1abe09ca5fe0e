"""Sign-ons: the act by which an organisation or a person puts its name under one version of a letter. Pure."""

from campaign.core.signons.signon import NewSignOn, Signer, SignOn, SignOnKind, SignOnSource

__all__ = ["SignOnKind", "NewSignOn", "SignOn", "Signer", "SignOnSource"]
