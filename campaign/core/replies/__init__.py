"""What comes back after a letter went out: bounces, automatic answers and people's replies, told apart."""

from campaign.core.replies.classify import read
from campaign.core.replies.incoming import AutomaticAnswer, Bounce, BounceKind, HumanReply, IncomingMail

__all__ = ["AutomaticAnswer", "Bounce", "BounceKind", "HumanReply", "IncomingMail", "read"]
