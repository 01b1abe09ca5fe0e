"""The coordinator's decisions and the mails that go to signatories, in the store of either kind."""

import datetime as dt
from dataclasses import replace

import pytest

from campaign.adapters.store import Store, directory, signons
from campaign.adapters.store.ledger import mailings
from campaign.adapters.store.signons import counts, deciding, notices, record
from campaign.core.delivery.records import Planned, Post
from campaign.core.message.wire import WHOLE
from campaign.core.signatories import SignOnState as State
from campaign.core.signons import Kind
from campaign.core.signons.record import breaks
from tests.adapters.store.signons.test_signons_store import ASKED, LETTER, NEW, NOW, added, frozen, kept

OTHER = replace(NEW, name="Free Knowledge", mail="max@knowledge.example", mail_key="max@knowledge.example")


def confirmed(store: Store, new=NEW) -> int:
    signon = added(store, replace(new, version=1))
    assert store.write(signons.confirm, signon, "the link in the mail", NOW)
    return signon


def test_each_decision_is_on_record_with_its_mail(store: Store) -> None:
    """Listed, refused with words that go to the signer alone, withdrawn; a second time nothing happens."""
    frozen(store, "one")
    one, other = confirmed(store), confirmed(store, OTHER)
    assert store.write(deciding.approve, one, "Ada", NOW)
    assert store.write(deciding.refuse, other, "We do not know you.", "Ada", NOW)
    assert not store.write(deciding.approve, other, "Ada", NOW)
    assert store.write(deciding.withdraw, one, "Ada", NOW)
    assert not store.write(deciding.withdraw, one, "Ada", NOW)
    assert [kept(store, each).state for each in (one, other)] == [State.WITHDRAWN, State.REFUSED]
    assert [(each.signon, each.kind, each.facts) for each in store.read(notices.owed)] == [
        (one, "listed", {}),
        (other, "refused", {"typed": "We do not know you."}),
        (one, "withdrawn", {}),
    ]
    assert not any("do not know" in str(each.line.facts) for each in store.read(record.of, other))
    assert store.read(counts.of, LETTER, Kind.ORGANISATION) == {State.WITHDRAWN: 1, State.REFUSED: 1}
    assert list(breaks(store.read(record.every))) == []


def test_of_two_of_one_organisation_one_stays(store: Store) -> None:
    """It takes the other's place in the directory; each has it in its history; what changed meanwhile is not merged."""
    frozen(store, "one")
    store.write(directory.put, LETTER, (ASKED,), NOW)
    asked = store.read(signons.by_organisation, LETTER, ASKED.key)
    assert asked is not None
    stays = confirmed(store)
    assert not store.write(deciding.merge, replace(kept(store, stays), quote="old"), asked, "Ada", NOW)
    assert store.write(deciding.merge, kept(store, stays), asked, "Ada", NOW)
    assert kept(store, stays).organisation == ASKED.key
    assert kept(store, asked.id).state is State.WITHDRAWN
    assert [[each.line.deed for each in store.read(record.of, signon)][-1] for signon in (stays, asked.id)] == [
        "merged"
    ] * 2
    assert list(breaks(store.read(record.every))) == []


@pytest.mark.parametrize("post", [Post.INVITATION, Post.REMINDER])
def test_mails_of_a_kind_are_due_until_they_have_gone(store: Store, post: Post) -> None:
    """Each kind by itself, and by its letter."""
    frozen(store, "one")
    dispatch = store.write(mailings.open_dispatch, LETTER, post, store.read(mailings.next_wave, LETTER, post), 1, NOW)
    assert not store.read(mailings.is_due, LETTER, post, NOW)
    mail = Planned(
        "7", "Free Knowledge", "eve@knowledge.example", "en", "a@b.example", "<1@b.example>", NOW, WHOLE, (b"mail",)
    )
    store.write(mailings.queue, dispatch.id, mail, NOW)
    due = [store.read(mailings.is_due, LETTER, each, NOW) for each in (Post.INVITATION, Post.REMINDER)]
    assert due == [post is Post.INVITATION, post is Post.REMINDER]
    assert not store.read(mailings.is_due, "another", post, NOW + dt.timedelta(days=1))
    assert store.read(mailings.left, LETTER, post) == (mailings.Left(f"{post}s-1", 1),)
