"""Confirmation of a form with the link that was sent to its email address."""

from dataclasses import dataclass

from campaign.adapters.store import Store, signons
from campaign.adapters.store.signons import public_form, submissions
from campaign.core.signatories import SignOnState
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.personal_links import LinkPurpose, is_token_for, signon_in_token, token
from campaign.core.signons.submission import Submission
from campaign.services.public.letter import PublicLetter
from campaign.services.public.link_holders import find_holder
from campaign.services.signons import auto_listing

_SIGNED = (SignOnState.CONFIRMED, SignOnState.LISTED)


@dataclass(frozen=True, slots=True)
class ConfirmLink:
    """What a link to confirm leads to."""

    signon: SignOn
    """The sign-on; while the form waits, the one that its answers would make, in the state `pending`."""
    signer: Signer
    token: str
    """The link's token."""
    submission: Submission | None
    """The form that waits; None once it was confirmed, or for a sign-on of version 0.1.0."""

    def own_token(self, letter: PublicLetter) -> str:
        """The token of the personal link; "" while nothing is confirmed."""
        if self.submission is not None:
            return ""
        return token(letter.link_secret, LinkPurpose.OWN, self.signon.id, self.signer.generation)


def find_confirmation(letter: PublicLetter, link: str) -> ConfirmLink | None:
    """What the token `link` leads to. None if it is wrong, has expired or is of another letter; callers cannot tell
    which."""
    store, number = letter.campaign.store, signon_in_token(link)
    submission = store.read(submissions.one, number) if number else None
    if submission is not None and is_token_for(
        link, letter.link_secret, LinkPurpose.SUBMISSION, submission.id, submission.seed
    ):
        return _of_submission(letter, link, submission) if submission.letter == letter.campaign.letter else None
    holder = find_holder(letter, link, LinkPurpose.CONFIRM)
    return ConfirmLink(holder.signon, holder.signer, link, None) if holder else None


def confirm(letter: PublicLetter, confirmation: ConfirmLink) -> None:
    """Confirm the form, with a notice that has the personal link, and list the sign-on if it needs no review.

    Confirming twice is the same as once. Raises StoreError.
    """
    store, now, submission = letter.campaign.store, letter.campaign.now(), confirmation.submission
    if submission is not None:
        signon = store.write(public_form.confirm_submission, submission.id, submission.seed, now)
    else:
        known, generation = confirmation.signon.id, confirmation.signer.generation
        signon = known if store.write(public_form.confirm, known, generation, now) else None
    if signon is not None:
        auto_listing.list_automatically(store, signon, now)


def _of_submission(letter: PublicLetter, link: str, submission: Submission) -> ConfirmLink | None:
    """The sign-on of the address, once there is one: the link was sent to that address. Else the form that waits."""
    store, answers = letter.campaign.store, submission.answers
    number = submission.signon
    if answers is not None:
        number = store.read(signons.by_address, submission.letter, answers.address_key, answers.kind)
    signed = _signed(store, number)
    if answers is None or (signed is not None and signed[0].state in _SIGNED):
        return ConfirmLink(*signed, link, None) if signed else None
    return ConfirmLink(*submission.as_signon(), link, submission)


def _signed(store: Store, number: int | None) -> tuple[SignOn, Signer] | None:
    if number is None:
        return None
    signon, signer = store.read(signons.one, number), store.read(signons.signer, number)
    return (signon, signer) if signon and signer else None
