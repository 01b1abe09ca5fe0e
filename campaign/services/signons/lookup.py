"""A sign-on with its signer, as a person means it: by its key, or by a part of its name."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.core.signons import Signer, SignOn
from campaign.core.tables.text import fold_words
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class SignOnView:
    """A sign-on as it is shown before something is decided about it. What is decided holds for exactly this one."""

    signon: SignOn
    signer: Signer | None
    """None where nobody is known, or all about the signer was erased."""


def find_signon(campaign: Campaign, who: str) -> SignOnView:
    """The sign-on that is meant by a key (the directory's, or signon-ID), or by a part of the name.

    Raises UsageError, naming those that come near, unless it is one.
    """
    return campaign.store.read(_find, campaign.letter, who)


def signon_view(db: Database, signon: SignOn) -> SignOnView:
    """A sign-on with its signer."""
    return SignOnView(signon, signons.signer(db, signon.id))


def need_unchanged(db: Database, *views: SignOnView) -> None:
    """Raise Refused where a sign-on, or its signer, is not what was shown. Call it in the transaction that acts."""
    for before in views:
        signon = signons.one(db, before.signon.id)
        if signon is None or signon_view(db, signon) != before:
            raise refusal_of_change(before.signon)


def refusal_of_change(signon: SignOn) -> Refused:
    """The refusal of what was decided about a sign-on that somebody else changed in between."""
    return Refused(f"{signon.name} has changed since it was shown", fix="campaign signatory list")


def _find(db: Database, letter: str, who: str) -> SignOnView:
    number = who.removeprefix("signon-")
    if who.startswith("signon-") and number.isascii() and number.isdecimal() and len(number) < 19:
        signon = signons.one(db, int(number))
        if signon and signon.letter == letter:
            return signon_view(db, signon)
        raise UsageError(f"there is no sign-on {who}", fix="`campaign signatory list` shows each one's key")
    return signon_view(db, _by_name(signons.organisations(db, letter), who))


def _by_name(organisations: Iterable[SignOn], who: str) -> SignOn:
    candidates = tuple(organisations)
    exact = [signon for signon in candidates if who == signon.key] or [
        one for one in candidates if fold_words(who) == fold_words(one.name)
    ]
    near = exact or [signon for signon in candidates if fold_words(who) and fold_words(who) in fold_words(signon.name)]
    if len(near) == 1:
        return near[0]
    if not near:
        raise UsageError(f"no sign-on is meant by {who!r}", fix="`campaign signatory list` shows each one's key")
    names = ", ".join(f"{signon.name} ({signon.key})" for signon in near[:8])
    raise UsageError(f"{len(near)} sign-ons are meant by {who!r}", fix=f"name one by its key: {names}")
