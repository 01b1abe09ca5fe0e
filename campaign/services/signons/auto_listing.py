"""Lists a sign-on without review if the judgement allows it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from campaign.adapters.store import Store, people, signons
from campaign.adapters.store.signons import auto_listing
from campaign.core.signatories import Organisation
from campaign.core.signatories.domains import same_domain
from campaign.core.signatories.known_organisations import KnownOrganisations
from campaign.core.signons import Signer, SignOn, SignOnKind
from campaign.core.signons.judgement import certain_match, judge
from campaign.core.signons.proposed_change import has_only_known_content
from campaign.core.signons.states import SIGNED


def list_automatically(store: Store, signon: int, at: dt.datetime) -> bool:
    """List a confirmed sign-on if it needs no review. Returns whether it was listed."""
    organisation = certain_organisation(store, signon)
    return bool(organisation) and store.write(auto_listing.list_automatically, signon, organisation, at)


def certain_organisation(store: Store, signon: int, name: str = "") -> str:
    """The key of the organisation in the directory that a sign-on certainly belongs to, else "".

    With `name`, the sign-on is judged as if it had that name.
    """
    signed, signer = store.read(signons.one, signon), store.read(signons.signer, signon)
    if signed and name:
        signed = replace(signed, name=name)
    if signed is None or signer is None or signed.kind is not SignOnKind.ORGANISATION:
        return ""
    directory = {organisation.key: organisation for organisation in store.read(people.organisations)}
    if not any(same_domain(signer.address, organisation.url) for organisation in directory.values()):
        return ""  # a quick answer for most
    return _certain_organisation(signed, signer, directory, store.read(signons.organisations, signed.letter))


def _certain_organisation(
    signed: SignOn, signer: Signer, directory: Mapping[str, Organisation], others: tuple[SignOn, ...]
) -> str:
    known = KnownOrganisations(directory.values())
    for other in others:
        if other.state in SIGNED and other.id != signed.id and other.organisation not in directory:
            known.put(other.as_organisation)
    own = signed.organisation or certain_match(signed.name, signer.address, directory, known)
    candidate = replace(signed, organisation=own)
    if not own or not has_only_known_content(signed, directory[own].url):
        return ""
    return own if judge(candidate, signer, directory, known).automatic else ""
