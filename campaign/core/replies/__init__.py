"""Classifies incoming messages: bounces, automatic answers and replies of people."""

from campaign.core.replies.classify import read
from campaign.core.replies.incoming import AutomaticAnswer, Bounce, BounceKind, HumanReply, IncomingMail

__all__ = ["AutomaticAnswer", "Bounce", "BounceKind", "HumanReply", "IncomingMail", "read"]
