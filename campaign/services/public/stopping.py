"""Asking not to be written to, and taking it back."""

from campaign.adapters.store.signons import opt_outs
from campaign.services.public.holders import Holder
from campaign.services.public.letter import PublicLetter


def stop_mails(letter: PublicLetter, holder: Holder) -> None:
    """Write to the holder's address no more. Done twice, it does no more than once."""
    letter.campaign.store.write(opt_outs.stop, holder.signon.id, letter.campaign.now())


def resume_mails(letter: PublicLetter, holder: Holder) -> None:
    """Write to the holder's address again."""
    letter.campaign.store.write(opt_outs.resume, holder.signon.id, letter.campaign.now())


def has_stopped(letter: PublicLetter, holder: Holder) -> bool:
    """Whether the holder's address asked for no more mails."""
    return letter.campaign.store.read(opt_outs.since, holder.signer.address) is not None
