"""Mails to signers: each kind's words as a tree, both bodies from it, headers built one by one. Decides; sends nothing.

    matter (sign-on, signer, letter, links, deadlines) --words--> Words --mail--> bytes

Words go through gettext: `Matter.say` speaks the reader's language. What comes from outside stands in the tree as plain
text, so no name can become markup or a header.
"""

from campaign.core.compose.notices.mail import notice_message
from campaign.core.compose.notices.notice_context import Deadlines, NoticeContext
from campaign.core.compose.notices.notice_text import NoticeText
from campaign.core.compose.notices.signer_links import SignerLinks, signer_links
from campaign.core.compose.notices.wording import notice_text

__all__ = ["Deadlines", "SignerLinks", "NoticeContext", "NoticeText", "signer_links", "notice_message", "notice_text"]
