"""Whose a personal link is."""

from dataclasses import dataclass

from campaign.adapters.store import signons
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.links import Purpose, opens, signon_of
from campaign.web.site import Site


@dataclass(frozen=True, slots=True)
class Holder:
    """A sign-on and its signer, as the holder of a good link may see them."""

    signon: SignOn
    signer: Signer
    token: str


def holder(site: Site, token: str, purpose: Purpose) -> Holder | None:
    """Whose link it is; None for one that is wrong, void or of another letter: which of them, nobody is told."""
    number = signon_of(token)
    signer = site.store.read(signons.signer, number) if number else None
    if number is None or signer is None or not opens(token, site.links, purpose, number, signer.generation):
        return None
    signon = site.store.read(signons.one, number)
    return Holder(signon, signer, token) if signon and signon.letter == site.letter else None
