"""Composes emails to signers: the text of each kind as a tree, both bodies from it, then the message. Pure.

    NoticeContext (sign-on, signer, letter, links, deadlines) --wording--> NoticeText --mail--> Message

All texts go through gettext, in the language of `NoticeContext.catalogue`. Values from outside are plain text in the
tree, so a name can become neither markup nor a header.
"""

from campaign.core.compose.notices.mail import notice_message
from campaign.core.compose.notices.notice_context import Deadlines, NoticeContext
from campaign.core.compose.notices.notice_text import NoticeText
from campaign.core.compose.notices.signer_links import SignerLinks, signer_links
from campaign.core.compose.notices.wording import notice_text

__all__ = ["Deadlines", "SignerLinks", "NoticeContext", "NoticeText", "signer_links", "notice_message", "notice_text"]
