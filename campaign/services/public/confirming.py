"""Confirmation of an email address with the link that was sent to it."""

from campaign.adapters.store.signons import public_form
from campaign.services.public.holders import Holder
from campaign.services.public.letter import PublicLetter
from campaign.services.signons import auto_listing


def confirm(letter: PublicLetter, holder: Holder) -> None:
    """Confirm the sign-on, with a notice that has the personal link, and list it if it needs no review.

    Confirming twice is the same as once. Raises StoreError.
    """
    store, signon, now = letter.campaign.store, holder.signon.id, letter.campaign.now()
    if store.write(public_form.confirm, signon, holder.signer.generation, now):
        auto_listing.list_automatically(store, signon, now)
