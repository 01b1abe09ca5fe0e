"""Whose a personal link is."""

from dataclasses import dataclass

from campaign.adapters.store import signons
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.personal_links import LinkPurpose, is_token_for, signon_in_token, token
from campaign.services.public.letter import PublicLetter


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a good link."""

    signon: SignOn
    """The sign-on that the link is of."""
    signer: Signer
    """Who signed, or was invited, and to which address the link went."""
    token: str
    """The link's token, as it was asked for."""

    def token_for(self, letter: PublicLetter, purpose: LinkPurpose) -> str:
        """The token of the holder's newest link for another purpose."""
        return token(letter.link_secret, purpose, self.signon.id, self.signer.generation)


def find_holder(letter: PublicLetter, token: str, purpose: LinkPurpose) -> Holder | None:
    """Whose link it is; None for one that is wrong, void or of another letter: which of them, nobody is told."""
    link_holder = _holder_of_token(letter, token, purpose)
    return link_holder if link_holder and link_holder.signon.letter == letter.campaign.letter else None


def find_stop_holder(letter: PublicLetter, token: str) -> Holder | None:
    """Who asks for no more mails with a link, of whatever letter: the wish is about the address."""
    return _holder_of_token(letter, token, LinkPurpose.STOP)


def _holder_of_token(letter: PublicLetter, token: str, purpose: LinkPurpose) -> Holder | None:
    store, number = letter.campaign.store, signon_in_token(token)
    signer = store.read(signons.signer, number) if number else None
    if number is None or signer is None:
        return None
    generation = 0 if purpose is LinkPurpose.STOP else signer.generation  # that of an old mail is as good
    if not is_token_for(token, letter.link_secret, purpose, number, generation):
        return None
    signon = store.read(signons.one, number)
    return Holder(signon, signer, token) if signon else None
