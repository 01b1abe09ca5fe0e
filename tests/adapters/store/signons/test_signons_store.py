"""Sign-ons in the database: their record, and the version that each is for."""

import datetime as dt
from dataclasses import replace

import pytest

from campaign.adapters.store import Store, directory, keys, signons
from campaign.adapters.store.signons import counts, notices, opt_outs, personal, record, text_changes
from campaign.core.letters.version import NewVersion, Version
from campaign.core.letters.version import VersionKind as VersionKind
from campaign.core.signatories import Organisation
from campaign.core.signatories import SignOnState as State
from campaign.core.signons import NewSignOn, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, chain_faults, private_digest
from campaign.core.signons.replay import differences, replay
from tests.helpers.signons import move

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=24)
LETTER = "ai-act"
LAION = Organisation("laion", "LAION", "https://laion.example", "Germany", state=State.LISTED)
ASKED = Organisation("open-future", "Open Future", state=State.INVITED)
NEW = NewSignOn(
    letter=LETTER,
    kind=SignOnKind.ORGANISATION,
    name="Free Knowledge e.V.",
    state=State.PENDING,
    version=None,
    language="en",
    source=SignOnSource.PAGE,
    country="DE",
    person="Eve Example",
    role="Director",
    address="Eve@Knowledge.example",
    address_key="eve@knowledge.example",
    authority="I am authorised to sign for it",
)


def freeze_version(
    store: Store, digest: str, policy: ChangePolicy | None = None, until: dt.datetime | None = None
) -> Version:
    kind = VersionKind.SUBSTANCE if policy else VersionKind.FIRST
    return store.write(text_changes.freeze, NewVersion(LETTER, digest, (), "agreed", NOW, kind), policy, until)


def add(store: Store, new: NewSignOn = NEW) -> int:
    return store.write(signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, NOW).id


def person(mail: str) -> NewSignOn:
    return replace(NEW, kind=SignOnKind.PERSON, address=mail, address_key=mail)


def stored(store: Store, signon: int) -> SignOn:
    row = store.read(signons.one, signon)
    assert row is not None
    return row


def add_listed(store: Store, new: NewSignOn = NEW) -> int:
    signon = add(store, new)
    assert store.write(signons.confirm, signon, "the link in the email", NOW)
    assert move(store, signon, State.LISTED, RecordEvent.LISTED, Actor.COORDINATOR, NOW)
    return signon


def test_every_step_of_a_sign_on_is_on_record(store: Store) -> None:
    """Signed, confirmed, listed: state, count and record agree, and the chain holds."""
    freeze_version(store, "one")
    signon = add_listed(store, replace(NEW, version=1))
    assert (stored(store, signon).state, stored(store, signon).version) == (State.LISTED, 1)
    assert store.read(counts.of, LETTER, SignOnKind.ORGANISATION) == {State.LISTED: 1}
    lines = [entry.line for entry in store.read(record.of, signon)]
    assert [(line.event, line.actor) for line in lines] == [
        (RecordEvent.SIGNED, Actor.SIGNER),
        (RecordEvent.CONFIRMED, Actor.SIGNER),
        (RecordEvent.LISTED, Actor.COORDINATOR),
    ]
    signer = store.read(signons.signer, signon)
    assert signer is not None
    assert (signer.confirmed_at, lines[0].private) == (NOW, private_digest(signer))
    assert list(chain_faults(store.read(lambda db: list(record.every(db))))) == []


def test_a_step_out_of_order_is_not_taken(store: Store) -> None:
    """A pending sign-on cannot be listed; nothing is written."""
    signon = add(store)
    assert not move(store, signon, State.LISTED, RecordEvent.LISTED, Actor.COORDINATOR, NOW)
    assert stored(store, signon).state is State.PENDING
    assert len(store.read(record.of, signon)) == 1


def test_the_same_address_signs_once(store: Store) -> None:
    """A second sign-on of the address changes nothing, and returns the id of the first."""
    first = store.write(signons.add, NEW, RecordEvent.SIGNED, Actor.SIGNER, NOW)
    again = store.write(signons.add, replace(NEW, name="Somebody Else"), RecordEvent.SIGNED, Actor.SIGNER, NOW)
    assert (first.is_new, again.is_new, again.id) == (True, False, first.id)
    assert stored(store, first.id).name == "Free Knowledge e.V."


def test_an_invited_organisation_signs_in_its_own_row(store: Store) -> None:
    """The invited row becomes the sign-on, with the name that the signer entered."""
    store.write(directory.put, LETTER, (ASKED,), NOW)
    (invited,) = store.read(signons.organisations, LETTER)
    signon = add(store, replace(NEW, organisation="open-future", name="Open Future Foundation", state=State.CONFIRMED))
    assert (signon, stored(store, signon).name, stored(store, signon).state) == (
        invited.id,
        "Open Future Foundation",
        State.CONFIRMED,
    )
    assert store.read(counts.of, LETTER, SignOnKind.ORGANISATION) == {State.CONFIRMED: 1}


def test_the_table_is_followed_but_never_overrules_a_signer(store: Store) -> None:
    """An import changes imported sign-ons only; an organisation that signed by itself keeps state and name."""
    store.write(directory.put, LETTER, (LAION, ASKED), NOW)
    signon = add(store, replace(NEW, organisation="open-future", state=State.CONFIRMED))
    table = (replace(LAION, state=State.WITHDRAWN), replace(ASKED, name="OF", state=State.DECLINED))
    store.write(directory.put, LETTER, table, LATER)
    rows = store.read(signons.organisations, LETTER)
    assert [(row.organisation, row.state) for row in rows] == [
        ("laion", State.WITHDRAWN),
        ("open-future", State.CONFIRMED),
    ]
    assert stored(store, signon).name == "Free Knowledge e.V."


def test_an_organisation_taken_out_of_the_directory_signs_no_more(store: Store) -> None:
    """Its imported sign-on is removed with it, and the record shows this."""
    store.write(directory.put, LETTER, (LAION,), NOW)
    assert store.write(directory.remove, "laion", LATER)
    assert store.read(signons.organisations, LETTER) == ()
    assert store.read(counts.of, LETTER, SignOnKind.ORGANISATION) == {}


def test_who_signs_before_the_first_version_stands_under_it(store: Store) -> None:
    """Freezing puts existing signatures under the version, and nothing else."""
    store.write(directory.put, LETTER, (LAION, ASKED), NOW)
    version = freeze_version(store, "one")
    assert [row.version for row in store.read(signons.organisations, LETTER)] == [version.id, None]
    assert store.read(signons.signatories, LETTER, version.id) == (LAION, ASKED)


def test_a_correction_takes_everybody_along_and_tells_them(store: Store) -> None:
    """All move to the new version at once, and each signer gets a notice."""
    freeze_version(store, "one")
    signon = add_listed(store, replace(NEW, version=1))
    version = freeze_version(store, "two", ChangePolicy.CORRECTION)
    assert stored(store, signon).version == version.id
    (notice,) = store.read(notices.pending)
    assert (notice.signon, notice.kind) == (signon, "correction")
    assert store.read(record.last_of, signon, RecordEvent.CARRIED) is not None


def test_a_window_takes_the_silent_along_when_its_time_has_passed(store: Store) -> None:
    """At its end, and only once, those who did not object move; those who objected stay."""
    freeze_version(store, "one")
    silent = add_listed(store, replace(NEW, version=1))
    against = add_listed(store, replace(NEW, version=1, address="b@b.example", address_key="b@b.example"))
    version = freeze_version(store, "two", ChangePolicy.WINDOW, LATER)
    (change,) = store.read(text_changes.changes, LETTER)
    assert store.write(text_changes.object_to, against, change, NOW)
    assert not store.write(text_changes.object_to, against, change, NOW)
    assert store.write(text_changes.close_windows, NOW) == 0
    assert store.write(text_changes.close_windows, LATER) == 1
    assert store.write(text_changes.close_windows, LATER) == 0
    assert (stored(store, silent).version, stored(store, against).version) == (version.id, change.before)
    assert [(row.version, row.kind, row.state) for row in store.read(signons.every)] == [
        (version.id, SignOnKind.ORGANISATION, State.LISTED),
        (change.before, SignOnKind.ORGANISATION, State.LISTED),
    ]


def test_a_window_keeps_its_promise_when_its_text_is_public_before(store: Store) -> None:
    """Adopted before its end, as in a database of version 0.1.0: who stays silent moves at the end, others stay."""
    freeze_version(store, "one")
    silent = add_listed(store, replace(NEW, version=1))
    against = add_listed(store, replace(NEW, version=1, address="b@b.example", address_key="b@b.example"))
    version = freeze_version(store, "two", ChangePolicy.WINDOW, LATER)
    store.write(text_changes.adopt, LETTER, NOW)
    (change,) = store.read(text_changes.changes, LETTER)
    assert store.write(text_changes.object_to, against, change, NOW)
    assert store.write(text_changes.close_windows, NOW) == 0
    assert (stored(store, silent).version, stored(store, against).version) == (change.before, change.before)
    assert [store.write(text_changes.close_windows, LATER) for _ in range(2)] == [1, 0]
    assert (stored(store, silent).version, stored(store, against).version) == (version.id, change.before)
    every = store.read(record.after, 0)
    assert list(differences(store.read(signons.every), replay(every))) == []


def test_who_is_asked_again_stands_under_the_old_text_until_agreeing(store: Store) -> None:
    """Consent moves one sign-on, once."""
    freeze_version(store, "one")
    signon = add_listed(store, replace(NEW, version=1))
    version = freeze_version(store, "two", ChangePolicy.ASK)
    assert store.read(signons.signatories, LETTER, version.id) == ()
    assert store.write(text_changes.agree, signon, version.id, LATER)
    assert not store.write(text_changes.agree, signon, version.id, LATER)
    assert [organisation.name for organisation in store.read(signons.signatories, LETTER, version.id)] == [
        "Free Knowledge e.V."
    ]


def test_a_name_is_corrected_and_the_record_shows_it(store: Store) -> None:
    """The record shows what differs, and nothing if nothing differs."""
    signon = add(store)
    better = replace(stored(store, signon), name="Free Knowledge", url="https://knowledge.example")
    assert store.write(signons.correct, better, Actor.SIGNER, LATER)
    assert not store.write(signons.correct, better, Actor.SIGNER, LATER)
    entry = store.read(record.last_of, signon, RecordEvent.CORRECTED)
    assert entry is not None
    assert entry.line.facts == {"name": "Free Knowledge", "url": "https://knowledge.example"}


def test_persons_are_listed_newest_first_page_by_page(store: Store) -> None:
    """A page continues after the one before; individuals under another version are on none."""
    version = freeze_version(store, "one").id
    signed = [add_listed(store, replace(person(f"{at}@p.example"), name=f"P{at}", version=version)) for at in range(3)]
    first = store.read(signons.people, version, None, 2)
    assert [row.id for row in first] == [signed[2], signed[1]]
    assert [row.id for row in store.read(signons.people, version, first[-1].id, 2)] == [signed[0]]
    assert store.read(signons.people, version + 1) == ()


def test_the_record_cannot_be_changed(store: Store) -> None:
    """Even a direct SQL statement fails."""
    add(store)
    for statement in ("UPDATE record SET facts = '{}'", "DELETE FROM record"):
        with pytest.raises(Exception, match="only ever added to"):
            store.write(lambda db, sql=statement: db.execute(sql))


def test_a_secret_is_made_once(store: Store) -> None:
    """A name always returns the same bytes, another name other bytes."""
    first = store.write(keys.secret, keys.LINKS)
    assert (len(first), store.write(keys.secret, keys.LINKS)) == (32, first)
    assert store.write(keys.secret, "other") != first


def test_a_notice_is_pending_once_until_it_is_written(store: Store) -> None:
    """Only one notice of a kind is pending for a signer; after it is written, another can be added."""
    signon = add(store)
    for _ in range(2):
        store.write(notices.add, LETTER, signon, NoticeKind.CONFIRM, NOW)
    (notice,) = store.read(notices.pending)
    assert (notice.kind, notice.facts, notice.owed_at) == ("confirm", {}, NOW)
    assert store.write(notices.remove, notice)
    assert not store.write(notices.remove, notice)
    assert store.read(notices.pending) == ()


def test_an_opt_out_keeps_the_sign_on_under_its_text(store: Store) -> None:
    """Without a notice, silence is not consent; the record shows this, and agrees with the rows."""
    first = freeze_version(store, "one")
    active, silent = (
        add_listed(store, replace(person(mail), version=first.id)) for mail in ("a@ngo.example", "b@ngo.example")
    )
    for notice in store.read(notices.pending):
        store.write(notices.remove, notice)
    store.write(opt_outs.stop, silent, NOW)
    second = freeze_version(store, "two", ChangePolicy.WINDOW, LATER)
    assert [(notice.signon, notice.kind) for notice in store.read(notices.pending)] == [(active, "window")]
    store.write(text_changes.close_windows, LATER)
    assert (stored(store, active).version, stored(store, silent).version) == (second.id, first.id)
    every = store.read(record.after, 0)
    assert list(differences(store.read(signons.every), replay(every))) == []


def test_an_opt_out_survives_erasure(store: Store) -> None:
    """The record of each sign-on of the address shows it; it survives erasing, and ends with the purge."""
    signon = add(store)
    other = add(store, replace(NEW, letter="forests"))
    assert store.write(opt_outs.stop, signon, NOW)
    assert not store.write(opt_outs.stop, other, NOW)
    assert [store.read(record.of, number)[-1].line.event for number in (signon, other)] == [RecordEvent.STOPPED] * 2
    assert store.read(personal.collect, NEW.address_key).stopped_at == NOW
    store.write(personal.erase, NEW.address_key, NOW)
    assert store.read(opt_outs.since, NEW.address) == NOW
    assert not store.write(opt_outs.resume, signon, NOW)
    store.write(personal.purge, NOW)
    assert store.read(opt_outs.since, NEW.address) is None


def test_without_an_address_there_is_no_opt_out(store: Store) -> None:
    """Without a signer, or with an invalid address, there is no opt-out."""
    assert not store.write(opt_outs.stop, 999, NOW)
    assert store.read(opt_outs.since, "no address") is None


def test_a_person_signs_apart_from_the_organisation_that_the_address_was_invited_for(store: Store) -> None:
    """Each has a row of its own: the person's form changes neither the organisation's row nor its link, and both are
    found by the address; signing for the organisation afterwards goes into its row."""
    freeze_version(store, "one")
    invited = replace(NEW, state=State.INVITED, version=None, source=SignOnSource.INVITATION)
    organisation = store.write(signons.add, invited, RecordEvent.INVITED, Actor.COORDINATOR, NOW).id
    before = stored(store, organisation), store.read(signons.signer, organisation)
    person = replace(NEW, kind=SignOnKind.PERSON, name="Eve Example", state=State.CONFIRMED, version=1)
    added = store.write(signons.add, person, RecordEvent.SIGNED, Actor.SIGNER, NOW)
    assert (added.is_new, stored(store, added.id).kind, stored(store, added.id).name) == (
        True, SignOnKind.PERSON, "Eve Example"
    )  # fmt: skip
    assert (stored(store, organisation), store.read(signons.signer, organisation)) == before
    assert store.read(signons.of_address, NEW.address_key) == tuple(sorted((organisation, added.id)))
    assert store.read(signons.by_address, LETTER, NEW.address_key, SignOnKind.PERSON) == added.id
    signed = replace(NEW, state=State.CONFIRMED, version=1)
    assert store.write(signons.add, signed, RecordEvent.SIGNED, Actor.SIGNER, NOW).id == organisation
    assert stored(store, organisation).state is State.CONFIRMED
    assert not store.write(signons.add, person, RecordEvent.SIGNED, Actor.SIGNER, NOW).is_new
