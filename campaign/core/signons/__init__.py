"""Sign-ons: an organisation or an individual signs one version of a letter. Pure."""

from campaign.core.signons.signon import NewSignOn, Signer, SignOn, SignOnKind, SignOnSource

__all__ = ["SignOnKind", "NewSignOn", "SignOn", "Signer", "SignOnSource"]
