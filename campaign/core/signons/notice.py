"""The mails that signers get, by kind. A notice's kind in the store is one of these."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """What a mail to a signer is about."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    CONFIRM = "confirm"  # the mail address
    OWN = "own"  # the personal link
    LISTED = "listed"
    REFUSED = "refused"
    QUESTION = "question"  # of the coordinator, before the sign-on is listed
    WITHDRAWN = "withdrawn"
    CORRECTION = "correction"  # of the text; this one and the two below are the ways of `change.Way`
    WINDOW = "window"
    ASK = "ask"

    @property
    def is_request(self) -> bool:
        """Whether it is sent to somebody who has not signed: shown first, with a way to be left alone."""
        return self in (NoticeKind.INVITATION, NoticeKind.REMINDER)

    @property
    def is_answer(self) -> bool:
        """Whether it answers what the signer has just done: it goes to those, too, who asked not to be written to."""
        return self in (NoticeKind.CONFIRM, NoticeKind.OWN, NoticeKind.WITHDRAWN)

    @property
    def is_about_new_text(self) -> bool:
        """Whether it tells those who signed that the text is another one."""
        return self in (NoticeKind.CORRECTION, NoticeKind.WINDOW, NoticeKind.ASK)

    @property
    def is_manual(self) -> bool:
        """Whether a person wrote or chose it for this signer; the others answer by themselves (RFC 3834)."""
        return self.is_request or self in (NoticeKind.REFUSED, NoticeKind.QUESTION)
