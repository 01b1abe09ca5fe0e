"""What comes back after a letter went out: bounces, automatic answers and people's replies, told apart."""

from campaign.core.replies.classify import read
from campaign.core.replies.incoming import (
    AnswerKind,
    Attachment,
    AutomaticAnswer,
    Bounce,
    BounceKind,
    HumanReply,
    Incoming,
)

__all__ = ["AnswerKind", "Attachment", "AutomaticAnswer", "Bounce", "BounceKind", "HumanReply", "Incoming", "read"]
