"""Mails to signers: each kind's words as a tree, both bodies from it, headers built one by one. Decides; sends nothing.

    matter (sign-on, signer, letter, links, deadlines) --words--> Words --mail--> bytes

Words go through gettext: `Matter.say` speaks the reader's language. What comes from outside stands in the tree as plain
text, so no name can become markup or a header.
"""

from campaign.core.compose.notices.links import Links, links_of
from campaign.core.compose.notices.mail import notice_mail
from campaign.core.compose.notices.matter import Deadlines, Matter
from campaign.core.compose.notices.tree import Words
from campaign.core.compose.notices.words import words_of

__all__ = ["Deadlines", "Links", "Matter", "Words", "links_of", "notice_mail", "words_of"]
