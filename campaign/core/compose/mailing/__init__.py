"""The mails of a letter to its addressees, made one after the other: `mails`.

What the letter says to all is written, set in lines and encoded once (`series`), and each addressee's own lines are put
between. A mail for which that cannot be done exactly is made by itself (`single`). How a mail was made cannot be seen
in it: the bytes are the same. Nothing outside needs to look in here.
"""

from campaign.core.compose.mailing.series import ComposedMessage, Recipient, mails

__all__ = ["ComposedMessage", "Recipient", "mails"]
