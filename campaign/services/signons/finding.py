"""A sign-on with its signer, as a person means it: by its key, or by a part of its name."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.core.signons import Signer, SignOn
from campaign.core.tables.text import folded
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


def view(db: Database, signon: SignOn) -> SignOnView:
    """A sign-on with its signer."""
    return SignOnView(signon, signons.signer(db, signon.id))


def need_unchanged(db: Database, *shown: SignOnView) -> None:
    """Raise Refused where a sign-on, or its signer, is not what was shown. Call it in the transaction that acts."""
    for before in shown:
        now = signons.one(db, before.signon.id)
        if now is None or view(db, now) != before:
            raise changed_since(before.signon)


def changed_since(signon: SignOn) -> Refused:
    """The refusal of what was decided about a sign-on that somebody else changed in between."""
    return Refused(f"{signon.name} has changed since it was shown", hint="campaign signatory list")


def _find(db: Database, letter: str, who: str) -> SignOnView:
    number = who.removeprefix("signon-")
    if who.startswith("signon-") and number.isascii() and number.isdecimal() and len(number) < 19:
        signon = signons.one(db, int(number))
        if signon and signon.letter == letter:
            return view(db, signon)
        raise UsageError(f"there is no sign-on {who}", hint="`campaign signatory list` shows each one's key")
    return view(db, _by_name(signons.organisations(db, letter), who))


def _by_name(organisations: Iterable[SignOn], who: str) -> SignOn:
    every = tuple(organisations)
    exact = [one for one in every if who == one.key] or [one for one in every if folded(who) == folded(one.name)]
    near = exact or [one for one in every if folded(who) and folded(who) in folded(one.name)]
    if len(near) == 1:
        return near[0]
    if not near:
        raise UsageError(f"no sign-on is meant by {who!r}", hint="`campaign signatory list` shows each one's key")
    names = ", ".join(f"{one.name} ({one.key})" for one in near[:8])
    raise UsageError(f"{len(near)} sign-ons are meant by {who!r}", hint=f"name one by its key: {names}")
