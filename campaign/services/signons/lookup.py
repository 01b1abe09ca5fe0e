"""Finds a sign-on by its key or by a part of its name."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.core.signons import Signer, SignOn
from campaign.core.tables.digits import read_digits
from campaign.core.tables.text import fold_words
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class SignOnView:
    """A sign-on as it is shown before a decision. The decision holds only if it has not changed since."""

    signon: SignOn
    signer: Signer | None
    """None if no signer is known, or after erasure."""

    @property
    def signer_or_blank(self) -> Signer:
        """The signer, or one without data."""
        return self.signer or Signer(self.signon.id, "", "", "")


def find_signon(campaign: Campaign, who: str) -> SignOnView:
    """Find a sign-on by its key (the directory's, or signon-ID), its name, or a part of the name.

    Raises UsageError if none or more than one matches.
    """
    return campaign.store.read(_find, campaign.letter, who)


def signon_view(db: Database, signon: SignOn) -> SignOnView:
    """Read the signer of a sign-on."""
    return SignOnView(signon, signons.signer(db, signon.id))


def need_unchanged(db: Database, *views: SignOnView) -> None:
    """Raise Refused if a sign-on or its signer has changed. Call it in the transaction that acts."""
    for before in views:
        signon = signons.one(db, before.signon.id)
        if signon is None or signon_view(db, signon) != before:
            raise refusal_of_change(before.signon)


def refusal_of_change(signon: SignOn) -> Refused:
    """The error for a decision about a sign-on that has changed since it was shown."""
    return Refused(
        f"{signon.name} has changed since you saw it; nothing was changed",
        fix="check it again: campaign signatory list",
    )


def _find(db: Database, letter: str, who: str) -> SignOnView:
    number = read_digits(who.removeprefix("signon-")) if who.startswith("signon-") else None
    if number is not None:
        signon = signons.one(db, number)
        if signon and signon.letter == letter:
            return signon_view(db, signon)
        raise UsageError(f"there is no sign-on {who}", fix="campaign signatory list shows the keys")
    return signon_view(db, _by_name(signons.organisations(db, letter), who))


def _by_name(organisations: Iterable[SignOn], who: str) -> SignOn:
    candidates = tuple(organisations)
    exact = [signon for signon in candidates if who == signon.key] or [
        signon for signon in candidates if fold_words(who) == fold_words(signon.name)
    ]
    near = exact or [signon for signon in candidates if fold_words(who) and fold_words(who) in fold_words(signon.name)]
    if len(near) == 1:
        return near[0]
    if not near:
        raise UsageError(f"no sign-on matches {who!r}", fix="campaign signatory list shows the keys")
    names = ", ".join(f"{signon.name} ({signon.key})" for signon in near[:8])
    raise UsageError(f"{who!r} matches {len(near)} sign-ons", fix=f"use the key of one: {names}")
