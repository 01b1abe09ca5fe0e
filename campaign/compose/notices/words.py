"""Which words belong to which kind of mail."""

from collections.abc import Callable, Mapping

from campaign.compose.notices import asking, changing, signing
from campaign.compose.notices.matter import Matter
from campaign.compose.notices.tree import Words
from campaign.signons.notice import NoticeKind

_WORDS: Mapping[NoticeKind, Callable[[Matter], Words]] = {
    NoticeKind.INVITATION: asking.invitation,
    NoticeKind.REMINDER: asking.reminder,
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
