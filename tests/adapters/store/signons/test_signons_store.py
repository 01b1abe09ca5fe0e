"""Sign-ons, their record and where they stand, in the store."""

import datetime as dt
from dataclasses import replace

import pytest

from campaign.adapters.store import Store, directory, keys, signons
from campaign.adapters.store.signons import counts, notices, personal, record, standing, stopped
from campaign.core.letters.version import Kind as VersionKind
from campaign.core.letters.version import NewVersion, Version
from campaign.core.signatories import Organisation
from campaign.core.signatories import SignOnState as State
from campaign.core.signons import Kind, NewSignOn, SignOn, Source
from campaign.core.signons.change import Way
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, Deed, breaks, private_digest
from campaign.core.signons.replay import differences, replay
from tests.helpers.signons import move

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=24)
LETTER = "ai-act"
LAION = Organisation("laion", "LAION", "https://laion.example", "Germany", state=State.LISTED)
ASKED = Organisation("open-future", "Open Future", state=State.INVITED)
NEW = NewSignOn(
    letter=LETTER,
    kind=Kind.ORGANISATION,
    name="Free Knowledge e.V.",
    state=State.PENDING,
    version=None,
    language="en",
    source=Source.PAGE,
    country="DE",
    person="Eve Example",
    role="Director",
    mail="Eve@Knowledge.example",
    mail_key="eve@knowledge.example",
    authority="I am authorised to sign for it",
)


def frozen(store: Store, digest: str, way: Way | None = None, until: dt.datetime | None = None) -> Version:
    kind = VersionKind.SUBSTANCE if way else VersionKind.FIRST
    return store.write(standing.freeze, NewVersion(LETTER, digest, (), "agreed", NOW, kind), way, until)


def added(store: Store, new: NewSignOn = NEW) -> int:
    return store.write(signons.add, new, Deed.SIGNED, Actor.SIGNER, NOW).id


def person(mail: str) -> NewSignOn:
    return replace(NEW, kind=Kind.PERSON, mail=mail, mail_key=mail)


def kept(store: Store, signon: int) -> SignOn:
    found = store.read(signons.one, signon)
    assert found is not None
    return found


def listed(store: Store, new: NewSignOn = NEW) -> int:
    signon = added(store, new)
    assert store.write(signons.confirm, signon, "the link in the mail", NOW)
    assert move(store, signon, State.LISTED, Deed.LISTED, Actor.COORDINATOR, NOW)
    return signon


def test_a_sign_on_goes_its_way_and_each_step_is_on_record(store: Store) -> None:
    """Signed, confirmed, listed: state, count and record agree, and the chain holds."""
    frozen(store, "one")
    signon = listed(store, replace(NEW, version=1))
    assert (kept(store, signon).state, kept(store, signon).version) == (State.LISTED, 1)
    assert store.read(counts.of, LETTER, Kind.ORGANISATION) == {State.LISTED: 1}
    lines = [entry.line for entry in store.read(record.of, signon)]
    assert [(line.deed, line.actor) for line in lines] == [
        (Deed.SIGNED, Actor.SIGNER),
        (Deed.CONFIRMED, Actor.SIGNER),
        (Deed.LISTED, Actor.COORDINATOR),
    ]
    signer = store.read(signons.signer, signon)
    assert signer is not None
    assert (signer.confirmed_at, lines[0].private) == (NOW, private_digest(signer))
    assert list(breaks(store.read(lambda db: list(record.every(db))))) == []


def test_a_step_out_of_order_is_not_taken(store: Store) -> None:
    """What is pending cannot be listed; nothing is written then."""
    signon = added(store)
    assert not move(store, signon, State.LISTED, Deed.LISTED, Actor.COORDINATOR, NOW)
    assert kept(store, signon).state is State.PENDING
    assert len(store.read(record.of, signon)) == 1


def test_the_same_address_signs_once(store: Store) -> None:
    """A second sign-on of the address changes nothing and is not told apart by its id."""
    first = store.write(signons.add, NEW, Deed.SIGNED, Actor.SIGNER, NOW)
    again = store.write(signons.add, replace(NEW, name="Somebody Else"), Deed.SIGNED, Actor.SIGNER, NOW)
    assert (first.fresh, again.fresh, again.id) == (True, False, first.id)
    assert kept(store, first.id).name == "Free Knowledge e.V."


def test_an_invited_organisation_signs_in_its_own_row(store: Store) -> None:
    """What was only invited becomes the sign-on, under the name that the signer gave."""
    store.write(directory.put, LETTER, (ASKED,), NOW)
    (invited,) = store.read(signons.organisations, LETTER)
    signon = added(store, replace(NEW, organisation="open-future", name="Open Future Foundation"))
    assert (signon, kept(store, signon).name, kept(store, signon).state) == (
        invited.id,
        "Open Future Foundation",
        State.PENDING,
    )
    assert store.read(counts.of, LETTER, Kind.ORGANISATION) == {State.PENDING: 1}


def test_the_table_is_followed_but_never_overrules_a_signer(store: Store) -> None:
    """An import moves what an import made; who signed by itself keeps state and name."""
    store.write(directory.put, LETTER, (LAION, ASKED), NOW)
    signon = added(store, replace(NEW, organisation="open-future"))
    told = (replace(LAION, state=State.WITHDRAWN), replace(ASKED, name="OF", state=State.DECLINED))
    store.write(directory.put, LETTER, told, LATER)
    found = store.read(signons.organisations, LETTER)
    assert [(each.organisation, each.state) for each in found] == [
        ("laion", State.WITHDRAWN),
        ("open-future", State.PENDING),
    ]
    assert kept(store, signon).name == "Free Knowledge e.V."


def test_an_organisation_taken_out_of_the_directory_signs_no_more(store: Store) -> None:
    """Its imported sign-on goes with it, and the record says so."""
    store.write(directory.put, LETTER, (LAION,), NOW)
    assert store.write(directory.remove, "laion", LATER)
    assert store.read(signons.organisations, LETTER) == ()
    assert store.read(counts.of, LETTER, Kind.ORGANISATION) == {}


def test_who_signs_before_the_first_version_stands_under_it(store: Store) -> None:
    """Freezing binds those who were there already; only they are bound."""
    store.write(directory.put, LETTER, (LAION, ASKED), NOW)
    version = frozen(store, "one")
    assert [each.version for each in store.read(signons.organisations, LETTER)] == [version.id, None]
    assert store.read(signons.signatories, LETTER, version.id) == (LAION, ASKED)


def test_a_correction_takes_everybody_along_and_tells_them(store: Store) -> None:
    """They stand under the new version at once, and each is owed a mail."""
    frozen(store, "one")
    signon = listed(store, replace(NEW, version=1))
    version = frozen(store, "two", Way.CORRECTION)
    assert kept(store, signon).version == version.id
    (notice,) = store.read(notices.owed)
    assert (notice.signon, notice.kind) == (signon, "correction")
    assert store.read(record.last_of, signon, Deed.CARRIED) is not None


def test_a_window_takes_the_silent_along_when_its_time_has_passed(store: Store) -> None:
    """Nobody before, the silent then, never one who objected; and only once."""
    frozen(store, "one")
    silent = listed(store, replace(NEW, version=1))
    against = listed(store, replace(NEW, version=1, mail="b@b.example", mail_key="b@b.example"))
    version = frozen(store, "two", Way.WINDOW, LATER)
    (change,) = store.read(standing.changes, LETTER)
    assert store.write(standing.object_to, against, change, NOW)
    assert not store.write(standing.object_to, against, change, NOW)
    assert store.write(standing.close_windows, NOW) == 0
    assert store.write(standing.close_windows, LATER) == 1
    assert store.write(standing.close_windows, LATER) == 0
    assert (kept(store, silent).version, kept(store, against).version) == (version.id, change.before)
    assert [(each.version, each.kind, each.state) for each in store.read(signons.every)] == [
        (version.id, Kind.ORGANISATION, State.LISTED),
        (change.before, Kind.ORGANISATION, State.LISTED),
    ]


def test_who_is_asked_again_stands_under_the_old_text_until_agreeing(store: Store) -> None:
    """Agreeing moves one sign-on, once."""
    frozen(store, "one")
    signon = listed(store, replace(NEW, version=1))
    version = frozen(store, "two", Way.ASK)
    assert store.read(signons.signatories, LETTER, version.id) == ()
    assert store.write(standing.agree, signon, version.id, LATER)
    assert not store.write(standing.agree, signon, version.id, LATER)
    assert [each.name for each in store.read(signons.signatories, LETTER, version.id)] == ["Free Knowledge e.V."]


def test_a_name_is_corrected_and_the_record_shows_it(store: Store) -> None:
    """What differs is on record; nothing is when nothing does."""
    signon = added(store)
    better = replace(kept(store, signon), name="Free Knowledge", url="https://knowledge.example")
    assert store.write(signons.correct, better, Actor.SIGNER, LATER)
    assert not store.write(signons.correct, better, Actor.SIGNER, LATER)
    entry = store.read(record.last_of, signon, Deed.CORRECTED)
    assert entry is not None
    assert entry.line.facts == {"name": "Free Knowledge", "url": "https://knowledge.example"}


def test_persons_are_listed_newest_first_page_by_page(store: Store) -> None:
    """A page begins behind the last one's end; who stands under another version is on none."""
    version = frozen(store, "one").id
    signed = [listed(store, replace(person(f"{at}@p.example"), name=f"P{at}", version=version)) for at in range(3)]
    first = store.read(signons.people, version, None, 2)
    assert [each.id for each in first] == [signed[2], signed[1]]
    assert [each.id for each in store.read(signons.people, version, first[-1].id, 2)] == [signed[0]]
    assert store.read(signons.people, version + 1) == ()


def test_the_record_cannot_be_changed(store: Store) -> None:
    """Not even by a statement of one's own."""
    added(store)
    for statement in ("UPDATE record SET facts = '{}'", "DELETE FROM record"):
        with pytest.raises(Exception, match="only ever added to"):
            store.write(lambda db, said=statement: db.execute(said))


def test_a_secret_is_made_once(store: Store) -> None:
    """The same bytes each time, other bytes for another name."""
    first = store.write(keys.secret, keys.LINKS)
    assert (len(first), store.write(keys.secret, keys.LINKS)) == (32, first)
    assert store.write(keys.secret, "other") != first


def test_a_mail_is_owed_once_until_it_is_made(store: Store) -> None:
    """The same kind to the same signer is one mail; once made it may be owed again."""
    signon = added(store)
    for _ in range(2):
        store.write(notices.owe, LETTER, signon, NoticeKind.CONFIRM, NOW)
    (notice,) = store.read(notices.owed)
    assert (notice.kind, notice.facts, notice.owed_at) == ("confirm", {}, NOW)
    assert store.write(notices.done, notice)
    assert not store.write(notices.done, notice)
    assert store.read(notices.owed) == ()


def test_who_asked_not_to_be_written_to_stays_under_the_text_that_was_signed(store: Store) -> None:
    """Nobody is told of the window, so nobody's silence moves a name; on record, so that the record still agrees."""
    first = frozen(store, "one")
    told, silent = (
        listed(store, replace(person(mail), version=first.id)) for mail in ("a@ngo.example", "b@ngo.example")
    )
    for notice in store.read(notices.owed):
        store.write(notices.done, notice)
    store.write(stopped.stop, silent, NOW)
    second = frozen(store, "two", Way.WINDOW, LATER)
    assert [(each.signon, each.kind) for each in store.read(notices.owed)] == [(told, "window")]
    store.write(standing.close_windows, LATER)
    assert (kept(store, told).version, kept(store, silent).version) == (second.id, first.id)
    every = store.read(record.after, 0)
    assert list(differences(store.read(signons.every), replay(every))) == []


def test_the_wish_outlives_what_else_is_erased(store: Store) -> None:
    """All letters' sign-ons of the address have it on record; erasing keeps it, the purge ends it."""
    signon = added(store)
    other = added(store, replace(NEW, letter="forests"))
    assert store.write(stopped.stop, signon, NOW)
    assert not store.write(stopped.stop, other, NOW)
    assert [store.read(record.of, each)[-1].line.deed for each in (signon, other)] == [Deed.STOPPED] * 2
    assert store.read(personal.held, NEW.mail_key).stopped_at == NOW
    store.write(personal.erase, NEW.mail_key, NOW)
    assert store.read(stopped.since, NEW.mail) == NOW
    assert not store.write(stopped.resume, signon, NOW)
    store.write(personal.purge, NOW)
    assert store.read(stopped.since, NEW.mail) is None


def test_what_is_no_address_has_no_wish(store: Store) -> None:
    """A sign-on without a signer, or with a broken address, stops nothing."""
    assert not store.write(stopped.stop, 999, NOW)
    assert store.read(stopped.since, "no address") is None
