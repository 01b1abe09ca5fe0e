"""Sign-ons in the database: reading, adding, confirming, correcting. Only `transitions` changes a state."""

from campaign.adapters.store.signons.additions import AddedSignOn, add
from campaign.adapters.store.signons.confirm_and_correct import confirm, correct
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
