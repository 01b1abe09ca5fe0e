"""Judging a sign-on by what the store knows: the directory, and the others that signed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from campaign.adapters.store import Store, people, signons
from campaign.adapters.store.signons import listing
from campaign.core.signatories import Organisation
from campaign.core.signatories.domains import same_domain
from campaign.core.signatories.likeness import Known
from campaign.core.signons import Kind, Signer, SignOn
from campaign.core.signons.judgement import evidently, judge
from campaign.core.signons.states import SIGNED


def list_by_itself(store: Store, signon: int, at: dt.datetime) -> bool:
    """List a confirmed sign-on where nothing needs a person's look; whether it was."""
    organisation = evident(store, signon)
    return bool(organisation) and store.write(listing.by_itself, signon, organisation, at)


def evident(store: Store, signon: int, name: str = "") -> str:
    """The key of the directory's organisation that a sign-on is, where that is beyond doubt; else "". With `name` it is
    judged as if it had that one.
    """
    signed, signer = store.read(signons.one, signon), store.read(signons.signer, signon)
    if signed and name:
        signed = replace(signed, name=name)
    if signed is None or signer is None or signed.kind is not Kind.ORGANISATION:
        return ""
    directory = {each.key: each for each in store.read(people.organisations)}
    if not any(same_domain(signer.mail, each.url) for each in directory.values()):
        return ""  # as with most; the rest takes longer
    return _evident(signed, signer, directory, store.read(signons.organisations, signed.letter))


def _evident(signed: SignOn, signer: Signer, directory: Mapping[str, Organisation], others: tuple[SignOn, ...]) -> str:
    known = Known(directory.values())
    for each in others:
        if each.state in SIGNED and each.id != signed.id and each.organisation not in directory:
            known.put(each.public)
    own = signed.organisation or evidently(signed.name, signer.mail, directory, known)
    bound = replace(signed, organisation=own)
    return own if own and judge(bound, signer, directory, known).automatic else ""
