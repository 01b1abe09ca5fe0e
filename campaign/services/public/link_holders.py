"""Finds the holder of a personal link."""

from dataclasses import dataclass

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import merging
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.personal_links import LinkPurpose, is_token_for, signon_in_token, token
from campaign.services.public.letter import PublicLetter


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with a valid personal link."""

    signon: SignOn
    """The sign-on to which the link gives access."""
    signer: Signer
    """Who signed or was invited, with the address to which the link was sent."""
    token: str
    """The link's token."""

    def token_for(self, letter: PublicLetter, purpose: LinkPurpose) -> str:
        """Make the token of the holder's link for another purpose."""
        return token(letter.link_secret, purpose, self.signon.id, self.signer.generation)


def find_holder(letter: PublicLetter, token: str, purpose: LinkPurpose) -> Holder | None:
    """Find the holder of a link. None if the token is wrong, no longer valid or of another letter; callers cannot tell
    which."""
    link_holder = _holder_of_token(letter, token, purpose)
    return link_holder if link_holder and link_holder.signon.letter == letter.campaign.letter else None


def find_stop_holder(letter: PublicLetter, token: str) -> Holder | None:
    """Find the holder of a link to stop email. It may be of any letter, because it is about the address."""
    return _holder_of_token(letter, token, LinkPurpose.STOP)


def _holder_of_token(letter: PublicLetter, token: str, purpose: LinkPurpose) -> Holder | None:
    number = signon_in_token(token)
    signon = letter.campaign.store.read(signons.one, number) if number else None
    if number is None or signon is None:
        return None
    signon, signer = letter.campaign.store.read(_with_signer, signon)
    if signer is None:
        return None
    generation = 0 if purpose is LinkPurpose.STOP else signer.generation  # the link in an old email stays valid
    if not is_token_for(token, letter.link_secret, purpose, number, generation):
        return None
    return Holder(signon, signer, token)


def _with_signer(db: Database, signon: SignOn) -> tuple[SignOn, Signer | None]:
    """The sign-on with its signer: after a merge, the one that the signer is the contact of."""
    signer = signons.signer(db, signon.id)
    if signer is None and signon.merged_into is not None:
        signon = merging.merge_target(db, signon)
        signer = signons.signer(db, signon.id)
    return signon, signer
