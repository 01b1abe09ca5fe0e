"""Stops email to a signer's address, and resumes it."""

from campaign.adapters.store.signons import opt_outs
from campaign.services.public.letter import PublicLetter
from campaign.services.public.link_holders import Holder


def stop_mails(letter: PublicLetter, holder: Holder) -> None:
    """Send no more email to the holder's address. Stopping twice is the same as once."""
    letter.campaign.store.write(opt_outs.stop, holder.signon.id, letter.campaign.now())


def resume_mails(letter: PublicLetter, holder: Holder) -> None:
    """Send email to the holder's address again."""
    letter.campaign.store.write(opt_outs.resume, holder.signon.id, letter.campaign.now())


def has_stopped(letter: PublicLetter, holder: Holder) -> bool:
    """Whether email to the holder's address is stopped."""
    return letter.campaign.store.read(opt_outs.since, holder.signer.address) is not None
