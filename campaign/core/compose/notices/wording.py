"""The text of each kind of notice."""

from collections.abc import Callable, Mapping

from campaign.core.compose.notices import announcements, invitation_and_reminder, sign_on, text_changes
from campaign.core.compose.notices.notice_context import NoticeContext
from campaign.core.compose.notices.notice_text import NoticeText
from campaign.core.signons.notice import NoticeKind

_TEXTS: Mapping[NoticeKind, Callable[[NoticeContext], NoticeText]] = {
    NoticeKind.INVITATION: invitation_and_reminder.invitation,
    NoticeKind.REMINDER: invitation_and_reminder.reminder,
    NoticeKind.CONFIRM: sign_on.confirmation,
    NoticeKind.OWN: sign_on.own_page,
    NoticeKind.LISTED: sign_on.listing,
    NoticeKind.REFUSED: sign_on.refusal,
    NoticeKind.QUESTION: sign_on.question,
    NoticeKind.WITHDRAWN: sign_on.withdrawal,
    NoticeKind.SENT: announcements.letter_sent,
    NoticeKind.RESULT: announcements.letter_result,
    NoticeKind.MERGED: sign_on.merged,
    NoticeKind.CORRECTION: text_changes.correction,
    NoticeKind.WINDOW: text_changes.objection_window,
    NoticeKind.ASK: text_changes.new_agreement,
}


def notice_text(context: NoticeContext) -> NoticeText:
    """The text of the email, in the reader's language."""
    return _TEXTS[context.kind](context)
