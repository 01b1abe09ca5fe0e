"""The link "this was not me" in an email that a stranger's form caused."""

from dataclasses import dataclass

from campaign.adapters.store.signons import submissions
from campaign.core.signons.personal_links import LinkPurpose, is_token_for, signon_in_token
from campaign.core.signons.submission import Submission
from campaign.services.public.letter import PublicLetter


@dataclass(frozen=True, slots=True)
class RejectLink:
    """What a link "this was not me" leads to."""

    submission: Submission
    token: str
    """The link's token."""


def find_reject_link(letter: PublicLetter, link: str) -> RejectLink | None:
    """What the token `link` leads to. None if it is wrong, has expired, or the form was confirmed."""
    number = signon_in_token(link)
    submission = letter.campaign.store.read(submissions.one, number) if number else None
    if submission is None or (submission.signon is not None and not submission.is_rejected):
        return None
    is_ours = is_token_for(link, letter.link_secret, LinkPurpose.NOT_ME, submission.id, submission.seed)
    return RejectLink(submission, link) if is_ours else None


def is_blocked(letter: PublicLetter, link: RejectLink) -> bool:
    """Whether forms cause no email to the mailbox of this link."""
    return letter.campaign.store.read(submissions.is_link_blocked, link.submission.id)


def reject_form(letter: PublicLetter, link: RejectLink) -> None:
    """Delete the forms that wait for this mailbox, and let no form cause an email to it. Twice is the same as once."""
    letter.campaign.store.write(submissions.reject, link.submission.id, letter.campaign.now())


def allow_forms(letter: PublicLetter, link: RejectLink) -> None:
    """Let forms cause emails to the mailbox again."""
    letter.campaign.store.write(submissions.unblock, link.submission.id)
