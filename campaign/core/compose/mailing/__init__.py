"""The messages of a letter to its addressees, composed one after the other: `mails`.

What is the same for all is rendered, wrapped and encoded once (`series`), and each addressee's own lines are inserted.
A message for which this is not possible is composed by itself (`single`). Both ways give the same bytes, so nothing
outside this folder needs to know about them.
"""

from campaign.core.compose.mailing.series import ComposedMessage, Recipient, mails

__all__ = ["ComposedMessage", "Recipient", "mails"]
