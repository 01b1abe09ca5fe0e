"""Confirming a mail address with the link that went to it."""

from campaign.adapters.store.signons import public_form
from campaign.services.public.holders import Holder
from campaign.services.public.letter import PublicLetter
from campaign.services.signons import auto_listing


def confirm(letter: PublicLetter, holder: Holder) -> None:
    """Confirm the sign-on, owe its signer the personal link, and list it where that needs no look. Done twice, it does
    no more than once. Raises StoreError."""
    store, signon, now = letter.campaign.store, holder.signon.id, letter.campaign.now()
    if store.write(public_form.confirm, signon, holder.signer.generation, now):
        auto_listing.list_automatically(store, signon, now)
