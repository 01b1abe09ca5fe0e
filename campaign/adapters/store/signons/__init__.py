"""Sign-ons in the database: reading, adding, confirming, correcting. Only `transitions` changes a state."""

from campaign.adapters.store.signons.additions import AddedSignOn, add
from campaign.adapters.store.signons.rows import (
    by_address,
    by_organisation,
    every,
    every_signer,
    in_state,
    listed_organisations,
    of_address,
    of_mailbox,
    of_organisation,
    one,
    organisations,
    people,
    signatories,
    signer,
    signers,
)
from campaign.adapters.store.signons.steps import confirm, correct

__all__ = [
    "AddedSignOn",
    "add",
    "by_address",
    "by_organisation",
    "confirm",
    "correct",
    "every",
    "every_signer",
    "in_state",
    "listed_organisations",
    "of_address",
    "of_mailbox",
    "of_organisation",
    "one",
    "organisations",
    "people",
    "signatories",
    "signer",
    "signers",
]
