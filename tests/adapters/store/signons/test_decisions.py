"""The coordinator's decisions, and mailings to signatories, on both databases."""

import datetime as dt
from dataclasses import replace

import pytest

from campaign.adapters.store import Store, directory, signons
from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import counts, decisions, merging, notices, record
from campaign.core.delivery.records import MailingKind, PlannedDelivery
from campaign.core.message.wire import UNSHARED
from campaign.core.signatories import SignOnState as State
from campaign.core.signons import SignOnKind
from campaign.core.signons.record import chain_faults
from tests.adapters.store.signons.test_signons_store import ASKED, LETTER, NEW, NOW, add, freeze_version, stored

OTHER = replace(NEW, name="Free Knowledge", address="max@knowledge.example", address_key="max@knowledge.example")


def add_confirmed(store: Store, new=NEW) -> int:
    signon = add(store, replace(new, version=1))
    assert store.write(signons.confirm, signon, "the link in the email", NOW)
    return signon


def test_a_decision_is_on_record_with_its_notice(store: Store) -> None:
    """Approve, refuse with a reason for the signer only, withdraw; a repetition does nothing."""
    freeze_version(store, "one")
    one, other = add_confirmed(store), add_confirmed(store, OTHER)
    assert store.write(decisions.approve, one, "Ada", NOW)
    assert store.write(decisions.refuse, other, "We do not know you.", "Ada", NOW)
    assert not store.write(decisions.approve, other, "Ada", NOW)
    assert store.write(decisions.withdraw, one, "Ada", NOW)
    assert not store.write(decisions.withdraw, one, "Ada", NOW)
    assert [stored(store, signon).state for signon in (one, other)] == [State.WITHDRAWN, State.REFUSED]
    assert [(notice.signon, notice.kind, notice.facts) for notice in store.read(notices.pending)] == [
        (one, "listed", {}),
        (other, "refused", {"typed": "We do not know you."}),
        (one, "withdrawn", {}),
    ]
    assert not any("do not know" in str(entry.line.facts) for entry in store.read(record.of, other))
    assert store.read(counts.of, LETTER, SignOnKind.ORGANISATION) == {State.WITHDRAWN: 1, State.REFUSED: 1}
    assert list(chain_faults(store.read(record.every))) == []


def test_of_two_of_one_organisation_one_stays(store: Store) -> None:
    """The remaining one takes the other's place in the directory; both records show it; changed ones are not merged."""
    freeze_version(store, "one")
    store.write(directory.put, LETTER, (ASKED,), NOW)
    asked = store.read(signons.by_organisation, LETTER, ASKED.key)
    assert asked is not None
    stays = add_confirmed(store)
    assert not store.write(merging.merge, replace(stored(store, stays), quote="old"), asked, "Ada", NOW)
    assert store.write(merging.merge, stored(store, stays), asked, "Ada", NOW)
    assert stored(store, stays).organisation == ASKED.key
    assert stored(store, asked.id).state is State.WITHDRAWN
    assert [[entry.line.event for entry in store.read(record.of, signon)][-1] for signon in (stays, asked.id)] == [
        "merged"
    ] * 2
    assert list(chain_faults(store.read(record.every))) == []


@pytest.mark.parametrize("kind", [MailingKind.INVITATION, MailingKind.REMINDER])
def test_mailings_are_due_until_they_are_sent(store: Store, kind: MailingKind) -> None:
    """Each kind and each letter counts by itself."""
    freeze_version(store, "one")
    mailing = store.write(
        signer_mailings.open_mailing, LETTER, kind, store.read(signer_mailings.next_wave, LETTER, kind), 1, NOW
    )
    assert not store.read(signer_mailings.is_due, LETTER, kind, NOW)
    mail = PlannedDelivery(
        "7", "Free Knowledge", "eve@knowledge.example", "en", "a@b.example", "<1@b.example>", NOW, UNSHARED, (b"mail",)
    )
    store.write(signer_mailings.queue, mailing.id, mail, NOW)
    due = [
        store.read(signer_mailings.is_due, LETTER, mailing_kind, NOW)
        for mailing_kind in (MailingKind.INVITATION, MailingKind.REMINDER)
    ]
    assert due == [kind is MailingKind.INVITATION, kind is MailingKind.REMINDER]
    assert not store.read(signer_mailings.is_due, "another", kind, NOW + dt.timedelta(days=1))
    assert store.read(signer_mailings.waiting_waves, LETTER, kind) == (signer_mailings.WaitingWave(f"{kind}s-1", 1),)
