"""Listed names looked for, and listed sign-ons page by page, on either database."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from campaign.adapters.store import Store, directory, signons
from campaign.adapters.store.signons import deciding, owning, pages, personal, search, standing
from campaign.core.letters.version import Kind as VersionKind
from campaign.core.letters.version import NewVersion
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import Kind, NewSignOn, Source
from campaign.core.signons.record import Actor, Deed
from tests.helpers.signons import move

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
LETTER = "ai-act"
PERSON = NewSignOn(LETTER, Kind.PERSON, "", SignOnState.PENDING, 1, "en", Source.PAGE, country="Greece")


@pytest.fixture(autouse=True)
def _frozen(store: Store) -> None:
    store.write(standing.freeze, NewVersion(LETTER, "one", (), "agreed", NOW, VersionKind.FIRST))


def listed(store: Store, name: str, kind: Kind = Kind.PERSON, **changed: object) -> int:
    """Somebody of this name is listed, and the index knows."""
    mail = f"{name.encode().hex()}@home.example"
    new = replace(PERSON, name=name, kind=kind, person="Eve", mail=mail, mail_key=mail, **changed)  # type: ignore[arg-type]
    signon = store.write(signons.add, new, Deed.SIGNED, Actor.SIGNER, NOW).id
    store.write(signons.confirm, signon, "the link", NOW)
    move(store, signon, SignOnState.LISTED, Deed.LISTED, Actor.COORDINATOR, NOW)
    caught_up(store)
    return signon


def caught_up(store: Store) -> None:
    while store.write(search.catch_up, 7):
        pass


def found(store: Store, typed: str) -> list[str]:
    return [each.name for each in store.read(search.names, LETTER, typed).found]


def in_index(store: Store, signon: int) -> int:
    """How many keys the index itself holds of a sign-on."""

    def number(db: object) -> int:
        sql = "SELECT count(*) FROM listed_name WHERE signon = :signon"
        return db.execute(sql, {"signon": signon}).fetchone()[0]  # type: ignore[attr-defined,no-any-return]

    return store.read(number)


def test_a_name_is_found_by_the_beginning_of_its_words(store: Store) -> None:
    """Organisations and people alike, accents and case ignored, in the order of what is looked for."""
    for name in ("Zoë van Dijk", "Zora Müller", "ZOË Abt"):
        listed(store, name)
    listed(store, "Zoo e.V.", Kind.ORGANISATION)

    assert found(store, "zo") == ["ZOË Abt", "Zoë van Dijk", "Zoo e.V.", "Zora Müller"]
    assert [found(store, typed) for typed in ("mull", "VAN D", "dijk zoë", "oe", "zoe x")] == [
        ["Zora Müller"],
        ["Zoë van Dijk"],
        ["Zoë van Dijk"],
        [],
        [],
    ]


def test_only_this_letters_listed_names_are_found(store: Store) -> None:
    """Not one that waits, and not another letter's."""
    waits = replace(PERSON, name="Ana Waits", mail="w@home.example", mail_key="w@home.example")
    store.write(signons.add, waits, Deed.SIGNED, Actor.SIGNER, NOW)
    listed(store, "Ana Elsewhere", letter="other")
    listed(store, "Ana Here")

    assert found(store, "ana") == ["Ana Here"]


def test_the_index_follows_the_record_in_batches(store: Store) -> None:
    """A new name comes with the next batch, not before; then nothing is left to do."""
    new = replace(PERSON, name="Ana", mail="a@home.example", mail_key="a@home.example", state=SignOnState.LISTED)
    store.write(signons.add, new, Deed.SIGNED, Actor.SIGNER, NOW)
    assert (found(store, "ana"), store.read(search.is_behind)) == ([], True)
    caught_up(store)
    assert (found(store, "ana"), store.read(search.is_behind)) == (["Ana"], False)


def test_a_corrected_name_is_found_by_its_new_words_alone(store: Store) -> None:
    """The old one is gone in the same transaction, the new one comes with the next batch."""
    signon = listed(store, "Ana Abt")
    old = store.read(signons.one, signon)
    assert old is not None
    store.write(signons.correct, replace(old, name="Ana Berg"), Actor.SIGNER, NOW)
    assert in_index(store, signon) == 0
    caught_up(store)
    assert (found(store, "abt"), found(store, "berg")) == ([], ["Ana Berg"])


def test_a_changed_quote_leaves_the_name_in_the_index(store: Store) -> None:
    """Only what is looked for takes it out."""
    signon = listed(store, "Ana Abt")
    old = store.read(signons.one, signon)
    assert old is not None
    store.write(signons.correct, replace(old, quote="Yes"), Actor.SIGNER, NOW)
    assert in_index(store, signon) == 2


def _seen_again(store: Store, signon: int) -> None:
    old = store.read(signons.one, signon)
    assert old is not None
    store.write(signons.correct, replace(old, url="https://a.example"), Actor.SIGNER, NOW, to_be_seen=True)


def _merged(store: Store, signon: int) -> None:
    other = listed(store, "Another", Kind.ORGANISATION)
    kept, gone = store.read(signons.one, other), store.read(signons.one, signon)
    assert kept is not None
    assert gone is not None
    assert store.write(deciding.merge, kept, gone, "Eve", NOW)


@pytest.mark.parametrize(
    "leave",
    [
        lambda store, signon: store.write(owning.withdraw, signon, NOW),
        lambda store, signon: store.write(deciding.withdraw, signon, "Eve", NOW),
        lambda store, signon: store.write(deciding.refuse, signon, "no", "Eve", NOW),
        lambda store, signon: store.write(personal.erase, f"{b'Ana Abt'.hex()}@home.example", NOW),
        _seen_again,
        _merged,
    ],
    ids=["taken back", "withdrawn", "refused", "erased", "to be seen again", "merged"],
)
def test_who_leaves_the_list_leaves_the_index_at_once(store: Store, leave: Callable[[Store, int], object]) -> None:
    """In the same transaction, down to the last key, and no later batch brings the name back."""
    signon = listed(store, "Ana Abt")
    assert in_index(store, signon) == 2
    leave(store, signon)
    assert (in_index(store, signon), found(store, "ana")) == (0, [])
    caught_up(store)
    assert (in_index(store, signon), found(store, "ana")) == (0, [])


def test_an_organisation_that_the_table_drops_is_found_no_more(store: Store) -> None:
    """Its sign-on is deleted, and its keys with it."""
    laion = Organisation("laion", "LAION", "", "Germany", state=SignOnState.LISTED)
    store.write(directory.put, LETTER, (laion,), NOW)
    caught_up(store)
    assert found(store, "laion") == ["LAION"]
    store.write(directory.remove, "laion", NOW)
    assert found(store, "laion") == []
    caught_up(store)
    assert found(store, "laion") == []


def test_an_organisation_that_the_table_lists_no_more_is_found_no_more(store: Store) -> None:
    """Its state follows the table."""
    laion = Organisation("laion", "LAION", "", "Germany", state=SignOnState.LISTED)
    store.write(directory.put, LETTER, (laion,), NOW)
    caught_up(store)
    store.write(directory.put, LETTER, (replace(laion, state=SignOnState.WITHDRAWN),), NOW)
    assert found(store, "laion") == []


def test_names_come_page_by_page(store: Store) -> None:
    """Each once, however many begin alike, and the last page says that it is the last."""
    for number in range(7):
        listed(store, f"Ana {'ABCDEFG'[number]}")
    listed(store, "Berg")
    got, after = [], None
    while True:
        page = store.read(search.names, LETTER, "ana", after, 3)
        got.append([each.name for each in page.found])
        after = page.after
        if after is None:
            break
    assert got == [["Ana A", "Ana B", "Ana C"], ["Ana D", "Ana E", "Ana F"], ["Ana G"]]


def test_a_name_that_begins_two_words_alike_is_shown_once(store: Store) -> None:
    """Anna Annason has two keys under "ann", on whatever page they fall; so has Anna B. Berg under "anna b"."""
    listed(store, "Anna Annason")
    assert found(store, "ann") == ["Anna Annason"]
    first = store.read(search.names, LETTER, "ann", None, 1)
    assert store.read(search.names, LETTER, "ann", first.after, 1) == search.Names(())
    listed(store, "Anna B. Berg")
    assert found(store, "anna b") == ["Anna B. Berg"]


def test_who_leaves_the_middle_names_out_finds_the_name(store: Store) -> None:
    """Behind those who are called just so, page by page."""
    for name in ("Maria Anna Schmidt", "Maria Schmidt", "Maria Schmidtova"):
        listed(store, name)
    assert found(store, "maria schmidt") == ["Maria Schmidt", "Maria Schmidtova", "Maria Anna Schmidt"]
    second = store.read(search.names, LETTER, "maria schmidt", None, 2).after
    assert [each.name for each in store.read(search.names, LETTER, "maria schmidt", second, 2).found] == [
        "Maria Anna Schmidt"
    ]


HOSTILE = [
    '"', "'", "*", "ana*", "ana NEAR berg", "NEAR(ana berg)", 'ana" OR "b', "ana AND NOT b", "-ana", "^ana", "{ana}:b",
    "%", "_", "\\", "'; DROP TABLE signon; --", "\x00ana", "a\x00na", "\u202eana", "\ufdfa" * 10_000, "a" * 10_000,
    "ana " * 10_000, "\ud800", "e\u0301" * 10_000, "\U0001f600", "(((((", ":", "column:ana", "", " ", "\xff",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_no_question_breaks_the_search(store: Store, typed: str) -> None:
    """Signs of query languages are signs like others: nothing raises, and nothing but names comes back."""
    listed(store, "Ana Berg")
    assert found(store, typed) in ([], ["Ana Berg"])


def test_a_place_of_somebodys_own_making_harms_nobody(store: Store) -> None:
    """Before the first key, behind the last one, long, or another's: what is found begins as was asked."""
    listed(store, "Ana Berg")
    listed(store, "Berg")
    for key in (b"", b"\xff" * 1000, b"a", b"zz", b"ana\x00"):
        for signon in (0, 2**62):
            page = store.read(search.names, LETTER, "ana", search.Place(key, signon))
            assert {each.name for each in page.found} <= {"Ana Berg"}


def test_pages_of_people_are_the_newest_first_both_ways(store: Store) -> None:
    """Older and newer lead through all of them, and end where there are no more; who leaves makes no hole."""
    ids = [listed(store, f"Person {'ABCDEFGH'[number]}") for number in range(8)]
    listed(store, "Org", Kind.ORGANISATION)
    store.write(owning.withdraw, ids[3], NOW)
    under = (LETTER, 1, Kind.PERSON)

    first = store.read(pages.before, *under, most=3)
    assert ([each.id for each in first.found], first.older, first.newer) == ([ids[7], ids[6], ids[5]], ids[5], None)
    second = store.read(pages.before, *under, first.older, most=3)
    assert ([each.id for each in second.found], second.newer) == ([ids[4], ids[2], ids[1]], ids[4])
    last = store.read(pages.before, *under, second.older, most=3)
    assert ([each.id for each in last.found], last.older, last.newer) == ([ids[0]], None, ids[0])
    assert store.read(pages.after, *under, second.newer, most=3) == first
    assert store.read(pages.after, *under, ids[7], most=3) == pages.Page((), None, None)
    assert [each.name for each in store.read(pages.before, LETTER, 1, Kind.ORGANISATION).found] == ["Org"]
