"""Accounts, links, sessions and acts in the database."""

import datetime as dt

from campaign.adapters.store import Store
from campaign.adapters.store.team import accounts, act_entries, sign_ins, team_sessions
from campaign.adapters.store.team.sign_ins import NewSignIn
from campaign.core.team.account import Account, NewAccount
from campaign.core.team.act_entry import NewActEntry
from campaign.core.team.roles import Role
from campaign.core.team.session import IDLE_LIFE, MOST_SESSIONS
from campaign.core.team.sign_in import LINK_LIFE, REQUEST_WINDOW, LinkKind

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
MAYA = NewAccount("Maya@coalition.example", "maya@coalition.example", "Maya", Role.COORDINATOR)


def _sign_in(number: int, account: int | None = None, at: dt.datetime = NOW, **changed: object) -> NewSignIn:
    values: dict[str, object] = {
        "kind": LinkKind.MAILED,
        "account": account,
        "browser": b"browser",
        "link": f"link {number}".encode(),
        "code": b"code",
        "salt": b"salt",
        "tries": 0,
        "expires_at": at + LINK_LIFE,
        "created_at": at,
        "asked_for": b"maya",
    }
    return NewSignIn(**(values | changed))  # type: ignore[arg-type]  # a test names what it changes


def test_an_account_is_ended_and_opened_again_but_never_lost(store: Store) -> None:
    """Somebody who comes back has the same number, so that the record names one person."""
    account = store.write(accounts.put, MAYA, NOW)
    assert account == Account(account.id, MAYA.address, MAYA.address_key, "Maya", Role.COORDINATOR, "", NOW, None)
    assert store.read(accounts.count_open, Role.COORDINATOR) == 1
    store.write(accounts.end, account.id, NOW + MINUTE)
    ended = store.read(accounts.by_address, MAYA.address_key)
    assert ended is not None
    assert (ended.ended_at, store.read(accounts.count_open, Role.COORDINATOR)) == (NOW + MINUTE, 0)
    assert store.write(accounts.put, MAYA, NOW + MINUTE) == account
    store.write(accounts.set_role, account.id, Role.READER)
    assert [one.role for one in store.read(accounts.every)] == [Role.READER]
    assert (store.read(accounts.one, 99), store.read(accounts.by_address, "nobody")) == (None, None)


def test_a_link_is_used_once(store: Store) -> None:
    """Of two attempts with a link, one succeeds; a link that is too old never does."""
    store.write(sign_ins.add, _sign_in(1))
    request = store.read(sign_ins.by_link, b"link 1")
    assert request is not None
    assert [store.write(sign_ins.use, request.id, NOW) for _ in range(2)] == [True, False]
    store.write(sign_ins.add, _sign_in(2))
    late = store.read(sign_ins.by_link, b"link 2")
    assert late is not None
    assert store.write(sign_ins.use, late.id, NOW + LINK_LIFE) is False
    assert store.read(sign_ins.by_link, b"other") is None


def test_requests_are_counted_by_address_and_then_deleted(store: Store) -> None:
    """Requests count for an hour, whether or not the address has an account; then their rows go."""
    for number in range(3):
        store.write(sign_ins.add, _sign_in(number, at=NOW + number * MINUTE))
    assert store.read(sign_ins.count_since, b"maya", NOW) == 2
    later = NOW + REQUEST_WINDOW + LINK_LIFE + 5 * MINUTE
    store.write(sign_ins.add, _sign_in(9, at=later))
    assert store.read(sign_ins.count_since, b"maya", NOW - MINUTE) == 1


def test_the_newest_request_of_a_browser_has_the_code(store: Store) -> None:
    """A code is judged by what the browser asked for last; tries are counted on disk."""
    store.write(sign_ins.add, _sign_in(1))
    store.write(sign_ins.add, _sign_in(2, typed="form"))
    newest = store.read(sign_ins.newest_of_browser, b"browser")
    assert newest is not None
    store.write(sign_ins.count_try, newest.id)
    again = store.read(sign_ins.newest_of_browser, b"browser")
    assert again is not None
    assert (again.link, again.tries, store.read(sign_ins.typed_form, newest.id)) == (b"link 2", 1, "form")
    assert (store.read(sign_ins.newest_of_browser, b"x"), store.read(sign_ins.typed_form, 99)) == (None, "")


def test_only_the_newest_link_makes_the_first_coordinator(store: Store) -> None:
    """A new link for the first coordinator takes the place of earlier ones."""
    for number in (1, 2):
        store.write(sign_ins.add, _sign_in(number, kind=LinkKind.FIRST))
    assert store.read(sign_ins.by_link, b"link 1") is None


def test_an_account_has_a_limited_number_of_sessions(store: Store) -> None:
    """One more than the limit ends the one that was not used for longest; lapsed ones are deleted."""
    account = store.write(accounts.put, MAYA, NOW).id
    for number in range(MOST_SESSIONS + 1):
        store.write(team_sessions.add, account, bytes([number]), "Firefox", NOW + number * MINUTE)
    sessions = store.read(team_sessions.every)
    assert (len(sessions), store.read(team_sessions.by_secret, b"\0")) == (MOST_SESSIONS, None)
    store.write(team_sessions.note_use, sessions[-1].id, NOW + IDLE_LIFE)
    store.write(team_sessions.add, account, b"new", "Firefox", NOW + IDLE_LIFE + 60 * MINUTE)
    assert [session.id for session in store.read(team_sessions.every)][1:] == [sessions[-1].id]
    assert store.write(team_sessions.end, account + 1, sessions[-1].id) is False
    assert store.write(team_sessions.end, account, sessions[-1].id) is True
    assert (store.write(team_sessions.end_all, account), store.read(team_sessions.every)) == (1, ())


def test_the_record_of_acts_is_read_backwards_by_person_and_by_act(store: Store) -> None:
    """A page of the record starts before an act; 0 stands for the command line."""
    for number in range(5):
        who = None if number == 4 else number % 2 + 1
        store.write(act_entries.add, NewActEntry(NOW, who, "admit" if number else "change role", f"account {number}"))
    everything = store.read(act_entries.before)
    assert [entry.subject for entry in everything] == [f"account {number}" for number in (4, 3, 2, 1, 0)]
    older = store.read(act_entries.before, everything[1].id, limit=2)
    assert [entry.subject for entry in older] == ["account 2", "account 1"]
    assert [entry.subject for entry in store.read(act_entries.before, account=1)] == ["account 2", "account 0"]
    assert [entry.subject for entry in store.read(act_entries.before, account=0)] == ["account 4"]
    assert [entry.subject for entry in store.read(act_entries.before, act="change role")] == ["account 0"]
    assert (store.read(act_entries.one, everything[0].id), store.read(act_entries.one, 99)) == (everything[0], None)
