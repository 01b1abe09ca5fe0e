"""Search for listed names, and pages of listed sign-ons, on both databases."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from campaign.adapters.store import Store, directory, signons
from campaign.adapters.store.signons import decisions, merging, pages, personal, personal_link, search, text_changes
from campaign.core.letters.version import NewVersion
from campaign.core.letters.version import VersionKind as VersionKind
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent
from tests.helpers.signons import move

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
LETTER = "ai-act"
PERSON = NewSignOn(LETTER, SignOnKind.PERSON, "", SignOnState.PENDING, 1, "en", SignOnSource.PAGE, country="Greece")


@pytest.fixture(autouse=True)
def _frozen(store: Store) -> None:
    store.write(text_changes.freeze, NewVersion(LETTER, "one", (), "agreed", NOW, VersionKind.FIRST))


def add_listed(store: Store, name: str, kind: SignOnKind = SignOnKind.PERSON, **changed: object) -> int:
    """List somebody with this name, and update the index."""
    mail = f"{name.encode().hex()}@home.example"
    new = replace(PERSON, name=name, kind=kind, person="Eve", address=mail, address_key=mail, **changed)  # type: ignore[arg-type]  # a test names what it changes
    signon = store.write(signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, NOW).id
    store.write(signons.confirm, signon, "the link", NOW)
    move(store, signon, SignOnState.LISTED, RecordEvent.LISTED, Actor.COORDINATOR, NOW)
    catch_up_index(store)
    return signon


def catch_up_index(store: Store) -> None:
    while store.write(search.catch_up, 7):
        pass


def find(store: Store, typed: str) -> list[str]:
    return [entry.name for entry in store.read(search.names, LETTER, typed).names]


def in_index(store: Store, signon: int) -> int:
    """Count the keys of a sign-on in the index."""

    def number(db: object) -> int:
        sql = "SELECT count(*) FROM listed_name WHERE signon = :signon"
        return db.execute(sql, {"signon": signon}).fetchone()[0]  # type: ignore[attr-defined,no-any-return]  # a Database

    return store.read(number)


def test_search_matches_the_beginning_of_words(store: Store) -> None:
    """It finds organisations and individuals, ignores accents and case, and sorts by the matching words."""
    for name in ("Zoë van Dijk", "Zora Müller", "ZOË Abt"):
        add_listed(store, name)
    add_listed(store, "Zoo e.V.", SignOnKind.ORGANISATION)

    assert find(store, "zo") == ["ZOË Abt", "Zoë van Dijk", "Zoo e.V.", "Zora Müller"]
    assert [find(store, typed) for typed in ("mull", "VAN D", "dijk zoë", "oe", "zoe x")] == [
        ["Zora Müller"],
        ["Zoë van Dijk"],
        ["Zoë van Dijk"],
        [],
        [],
    ]


def test_search_returns_only_this_letters_listed_names(store: Store) -> None:
    """It finds no pending sign-on, and none of another letter."""
    waits = replace(PERSON, name="Ana Waits", address="w@home.example", address_key="w@home.example")
    store.write(signons.add, waits, RecordEvent.SIGNED, Actor.SIGNER, NOW)
    add_listed(store, "Ana Elsewhere", letter="other")
    add_listed(store, "Ana Here")

    assert find(store, "ana") == ["Ana Here"]


def test_the_index_follows_the_record_in_batches(store: Store) -> None:
    """A new name is found after the next batch, not before; then the index is complete."""
    new = replace(PERSON, name="Ana", address="a@home.example", address_key="a@home.example", state=SignOnState.LISTED)
    store.write(signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, NOW)
    assert (find(store, "ana"), store.read(search.is_behind)) == ([], True)
    catch_up_index(store)
    assert (find(store, "ana"), store.read(search.is_behind)) == (["Ana"], False)


def test_search_knows_only_the_new_words_of_a_corrected_name(store: Store) -> None:
    """The old name leaves the index in the same transaction, the new one enters it with the next batch."""
    signon = add_listed(store, "Ana Abt")
    old = store.read(signons.one, signon)
    assert old is not None
    store.write(signons.correct, replace(old, name="Ana Berg"), Actor.SIGNER, NOW)
    assert in_index(store, signon) == 0
    catch_up_index(store)
    assert (find(store, "abt"), find(store, "berg")) == ([], ["Ana Berg"])


def test_a_changed_quote_leaves_the_name_in_the_index(store: Store) -> None:
    """Only a change of the name or the state removes keys."""
    signon = add_listed(store, "Ana Abt")
    old = store.read(signons.one, signon)
    assert old is not None
    store.write(signons.correct, replace(old, quote="Yes"), Actor.SIGNER, NOW)
    assert in_index(store, signon) == 2


def _merge(store: Store, signon: int) -> None:
    other = add_listed(store, "Another", SignOnKind.ORGANISATION)
    remaining, duplicate = store.read(signons.one, other), store.read(signons.one, signon)
    assert remaining is not None
    assert duplicate is not None
    assert store.write(merging.merge, remaining, duplicate, "Eve", NOW)


@pytest.mark.parametrize(
    "leave",
    [
        lambda store, signon: store.write(personal_link.withdraw, signon, NOW),
        lambda store, signon: store.write(decisions.withdraw, signon, "Eve", NOW),
        lambda store, signon: store.write(decisions.refuse, signon, "no", "Eve", NOW),
        lambda store, signon: store.write(personal.erase, f"{b'Ana Abt'.hex()}@home.example", NOW),
        _merge,
    ],
    ids=["taken back", "withdrawn", "refused", "erased", "merged"],
)
def test_who_leaves_the_list_leaves_the_index_at_once(store: Store, leave: Callable[[Store, int], object]) -> None:
    """All keys go in the same transaction, and no later batch adds them again."""
    signon = add_listed(store, "Ana Abt")
    assert in_index(store, signon) == 2
    leave(store, signon)
    assert (in_index(store, signon), find(store, "ana")) == (0, [])
    catch_up_index(store)
    assert (in_index(store, signon), find(store, "ana")) == (0, [])


def test_search_forgets_an_organisation_that_the_table_drops(store: Store) -> None:
    """Its sign-on is deleted, with its keys."""
    laion = Organisation("laion", "LAION", "", "Germany", state=SignOnState.LISTED)
    store.write(directory.put, LETTER, (laion,), NOW)
    catch_up_index(store)
    assert find(store, "laion") == ["LAION"]
    store.write(directory.remove, "laion", NOW)
    assert find(store, "laion") == []
    catch_up_index(store)
    assert find(store, "laion") == []


def test_search_forgets_an_organisation_that_is_no_longer_listed(store: Store) -> None:
    """Its state follows the table, and its keys follow the state."""
    laion = Organisation("laion", "LAION", "", "Germany", state=SignOnState.LISTED)
    store.write(directory.put, LETTER, (laion,), NOW)
    catch_up_index(store)
    store.write(directory.put, LETTER, (replace(laion, state=SignOnState.WITHDRAWN),), NOW)
    assert find(store, "laion") == []


def test_names_come_page_by_page(store: Store) -> None:
    """Each name appears once, however many start alike, and the last page is marked as the last."""
    for number in range(7):
        add_listed(store, f"Ana {'ABCDEFG'[number]}")
    add_listed(store, "Berg")
    got, after = [], None
    while True:
        page = store.read(search.names, LETTER, "ana", after, 3)
        got.append([entry.name for entry in page.names])
        after = page.after
        if after is None:
            break
    assert got == [["Ana A", "Ana B", "Ana C"], ["Ana D", "Ana E", "Ana F"], ["Ana G"]]


def test_a_name_with_two_matching_words_appears_once(store: Store) -> None:
    """Anna Annason has two keys for "ann", perhaps on two pages; so has Anna B. Berg for "anna b"."""
    add_listed(store, "Anna Annason")
    assert find(store, "ann") == ["Anna Annason"]
    first = store.read(search.names, LETTER, "ann", None, 1)
    assert store.read(search.names, LETTER, "ann", first.after, 1) == search.NamePage(())
    add_listed(store, "Anna B. Berg")
    assert find(store, "anna b") == ["Anna B. Berg"]


def test_words_in_between_may_be_left_out(store: Store) -> None:
    """Names with words in between come after exact matches, page by page."""
    for name in ("Maria Anna Schmidt", "Maria Schmidt", "Maria Schmidtova"):
        add_listed(store, name)
    assert find(store, "maria schmidt") == ["Maria Schmidt", "Maria Schmidtova", "Maria Anna Schmidt"]
    second = store.read(search.names, LETTER, "maria schmidt", None, 2).after
    assert [entry.name for entry in store.read(search.names, LETTER, "maria schmidt", second, 2).names] == [
        "Maria Anna Schmidt"
    ]


HOSTILE = [
    '"', "'", "*", "ana*", "ana NEAR berg", "NEAR(ana berg)", 'ana" OR "b', "ana AND NOT b", "-ana", "^ana", "{ana}:b",
    "%", "_", "\\", "'; DROP TABLE signon; --", "\x00ana", "a\x00na", "\u202eana", "\ufdfa" * 10_000, "a" * 10_000,
    "ana " * 10_000, "\ud800", "e\u0301" * 10_000, "\U0001f600", "(((((", ":", "column:ana", "", " ", "\xff",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_no_question_breaks_the_search(store: Store, typed: str) -> None:
    """Characters of query languages have no special meaning: nothing raises, and only names are returned."""
    add_listed(store, "Ana Berg")
    assert find(store, typed) in ([], ["Ana Berg"])


def test_a_forged_cursor_does_no_harm(store: Store) -> None:
    """With a forged cursor (first, last, long, of another search), results still start as typed."""
    add_listed(store, "Ana Berg")
    add_listed(store, "Berg")
    for key in (b"", b"\xff" * 1000, b"a", b"zz", b"ana\x00"):
        for signon in (0, 2**62):
            page = store.read(search.names, LETTER, "ana", search.SearchCursor(key, signon))
            assert {entry.name for entry in page.names} <= {"Ana Berg"}


def test_pages_of_people_are_the_newest_first_both_ways(store: Store) -> None:
    """Older and newer pages cover everybody and end at both ends; a withdrawal leaves no gap."""
    ids = [add_listed(store, f"Person {'ABCDEFGH'[number]}") for number in range(8)]
    add_listed(store, "Org", SignOnKind.ORGANISATION)
    store.write(personal_link.withdraw, ids[3], NOW)
    under = (LETTER, 1, SignOnKind.PERSON)

    first = store.read(pages.before, *under, limit=3)
    assert ([signon.id for signon in first.signons], first.older, first.newer) == (
        [ids[7], ids[6], ids[5]],
        ids[5],
        None,
    )
    second = store.read(pages.before, *under, first.older, limit=3)
    assert ([signon.id for signon in second.signons], second.newer) == ([ids[4], ids[2], ids[1]], ids[4])
    last = store.read(pages.before, *under, second.older, limit=3)
    assert ([signon.id for signon in last.signons], last.older, last.newer) == ([ids[0]], None, ids[0])
    assert store.read(pages.after, *under, second.newer, limit=3) == first
    assert store.read(pages.after, *under, ids[7], limit=3) == pages.SignOnPage((), None, None)
    assert [signon.name for signon in store.read(pages.before, LETTER, 1, SignOnKind.ORGANISATION).signons] == ["Org"]
