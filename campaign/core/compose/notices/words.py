"""Which words belong to which kind of mail."""

from collections.abc import Callable, Mapping

from campaign.core.compose.notices import changing, invitation_and_reminder, signing
from campaign.core.compose.notices.matter import Matter
from campaign.core.compose.notices.tree import Words
from campaign.core.signons.notice import NoticeKind

_WORDS: Mapping[NoticeKind, Callable[[Matter], Words]] = {
    NoticeKind.INVITATION: invitation_and_reminder.invitation,
    NoticeKind.REMINDER: invitation_and_reminder.reminder,
    NoticeKind.CONFIRM: signing.confirm,
    NoticeKind.OWN: signing.own,
    NoticeKind.LISTED: signing.listed,
    NoticeKind.REFUSED: signing.refused,
    NoticeKind.QUESTION: signing.question,
    NoticeKind.WITHDRAWN: signing.withdrawn,
    NoticeKind.CORRECTION: changing.correction,
    NoticeKind.WINDOW: changing.window,
    NoticeKind.ASK: changing.ask,
}


def words_of(matter: Matter) -> Words:
    """What the mail says, in the reader's language."""
    return _WORDS[matter.kind](matter)
