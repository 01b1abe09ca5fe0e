"""The kinds of email that signers get."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """What an email to a signer is about. The database stores these values."""

    INVITATION = "invitation"
    """Asks an organisation to sign."""
    REMINDER = "reminder"
    """Asks again an organisation that has not answered."""
    CONFIRM = "confirm"
    """Asks to confirm the email address."""
    OWN = "own"
    """Has the personal link, after a confirmation."""
    LISTED = "listed"
    """Says that the sign-on is listed."""
    REFUSED = "refused"
    """Says that it is not listed, and why."""
    QUESTION = "question"
    """A question of the coordinator, before the sign-on is listed."""
    WITHDRAWN = "withdrawn"
    """Says that it is withdrawn."""
    SENT = "sent"
    """Says that the letter was sent to its addressees."""
    RESULT = "result"
    """Says what came of the letter."""
    MERGED = "merged"
    """Says that two sign-ons of the same organisation were merged."""
    CORRECTION = "correction"
    """A correction of the text. This and the next two are one for each ChangePolicy."""
    WINDOW = "window"
    """A new text, with a time to object."""
    ASK = "ask"
    """A new text, with the question whether the signer agrees."""

    @property
    def is_request(self) -> bool:
        """Whether it asks somebody who has not signed: it is shown before it is sent, and has a link to stop email."""
        return self in (NoticeKind.INVITATION, NoticeKind.REMINDER)

    @property
    def is_answer(self) -> bool:
        """Whether it answers something the signer has just done: it is sent even after the signer asked for no more
        email."""
        return self in (NoticeKind.CONFIRM, NoticeKind.OWN, NoticeKind.WITHDRAWN)

    @property
    def is_announcement(self) -> bool:
        """Whether it tells all signatories the result of the letter."""
        return self in (NoticeKind.SENT, NoticeKind.RESULT)

    @property
    def is_about_new_text(self) -> bool:
        """Whether it informs signers about a new version of the text."""
        return self in (NoticeKind.CORRECTION, NoticeKind.WINDOW, NoticeKind.ASK)

    @property
    def can_be_stopped(self) -> bool:
        """Whether those who asked for no more emails do not get it."""
        return not (self.is_answer or self.is_about_new_text)

    @property
    def is_manual(self) -> bool:
        """Whether a person wrote or chose it for this signer; all others are automatic messages (RFC 3834)."""
        return self.is_request or self.is_announcement or self in (NoticeKind.REFUSED, NoticeKind.QUESTION)
