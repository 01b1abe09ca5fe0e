"""A sign-on's row, the counts and the record change together, in one module."""

import ast
import datetime as dt
import importlib
import pkgutil
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import campaign
from campaign.adapters.store import Store, directory, signons, versions
from campaign.adapters.store.signons import (
    additions,
    auto_listing,
    counts,
    decisions,
    merging,
    personal,
    personal_link,
    proposed_changes,
    public_form,
    record,
    submissions,
    text_changes,
)
from campaign.adapters.store.signons.transitions import transition
from campaign.core.letters.version import NewVersion
from campaign.core.letters.version import VersionKind as VersionKind
from campaign.core.signatories import Organisation
from campaign.core.signatories import SignOnState as State
from campaign.core.signons import NewSignOn, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.record import Actor, RecordEvent, chain_faults, record_line
from campaign.core.signons.replay import differences, replay
from campaign.core.signons.request_limits import ConfirmationBudget
from campaign.core.signons.seal import altered
from campaign.core.signons.states import may_follow
from tests.adapters.store.signons.test_signons_store import LETTER, NEW, NOW, add, stored
from tests.helpers.examples import examples
from tests.helpers.ledger import store_in_memory
from tests.helpers.signons import confirm_submission

BUDGET = ConfirmationBudget(per_minute=10, per_day=200)

SOURCES = Path(campaign.__file__).parent
# Statements that set a state, add or remove a sign-on, or count one.
WRITES = re.compile(
    r"INSERT INTO signon\b|DELETE FROM signon\b|UPDATE signon SET (?:(?!\bWHERE\b).)*?\b(?:state|kind) =|"
    r"(?:INSERT INTO|UPDATE|DELETE FROM) signon_count\b",
    re.DOTALL,
)


def statements() -> Iterator[tuple[str, str]]:
    """Yield every string of the program with its module: constants, and strings in functions."""
    for info in pkgutil.walk_packages(campaign.__path__, "campaign."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        path = Path(module.__file__ or "")
        yield from ((path.stem, value) for value in vars(module).values() if isinstance(value, str))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.stem, node.value


def test_one_file_writes_states_and_one_writes_counters() -> None:
    """Only these statements add or remove a sign-on, set its state or kind, or count one, except the schema."""
    places = {(stem, *match.group().split()[:3]) for stem, text in statements() for match in WRITES.finditer(text)}
    assert {place for place in places if not place[0].startswith("m0")} == {
        ("transitions", "INSERT", "INTO", "signon"),
        ("transitions", "UPDATE", "signon", "SET"),
        ("transitions", "DELETE", "FROM", "signon"),
        ("counts", "INSERT", "INTO", "signon_count"),
    }


def test_only_transitions_count() -> None:
    """No other module changes a count."""
    counting = {path.stem for path in SOURCES.rglob("*.py") if "counts.move(" in path.read_text()}
    assert counting == {"transitions"}


def test_what_the_table_does_not_allow_changes_nothing(store: Store) -> None:
    """Every event from every state to every state succeeds exactly if the table of states allows it."""
    signon = add(store, replace(NEW, kind=SignOnKind.PERSON))
    done = 0
    for event in RecordEvent:
        for state in State:
            known, lines = stored(store, signon), store.read(record.last)[0]
            moved = store.write(transition, known, state, record_line(known, event, Actor.SIGNER, NOW))
            done += moved
            assert moved == may_follow(known.state, state, event)
            assert stored(store, signon).state is (state if moved else known.state)
            assert store.read(record.last)[0] == lines + moved
            assert store.read(counts.of, LETTER, SignOnKind.PERSON) == {stored(store, signon).state: 1}
    assert done > len(State)


def test_a_stale_sign_on_changes_nothing(store: Store) -> None:
    """A change is refused if the sign-on's state changed since it was read."""
    stale = stored(store, add(store))
    assert store.write(signons.confirm, stale.id, "the link", NOW)
    line = record_line(stale, RecordEvent.REFUSED, Actor.COORDINATOR, NOW)
    assert not store.write(transition, stale, State.REFUSED, line)
    assert (stored(store, stale.id).state, len(store.read(record.of, stale.id))) == (State.CONFIRMED, 2)


def test_an_organisation_that_another_row_stands_for_is_not_taken_twice(store: Store) -> None:
    """Entering a withdrawn signer again, for an organisation with another sign-on, changes nothing."""
    gone = add(store)
    assert store.write(personal_link.withdraw, gone, NOW)
    other = add(store, replace(NEW, organisation="lab", address="max@lab.example", address_key="max@lab.example"))
    assert store.write(additions.enter, replace(NEW, organisation="lab"), NOW) is None
    again = replace(NEW, organisation="lab", state=State.CONFIRMED)
    assert not store.write(signons.add, again, RecordEvent.SIGNED, Actor.SIGNER, NOW).is_new
    assert stored(store, gone).state is State.WITHDRAWN
    assert stored(store, other).organisation == "lab"


def test_signing_again_ends_an_objection(store: Store) -> None:
    """Who withdraws and signs the newest text on the page has no objection, in the row and in the record."""
    freeze(store, None)
    signon = add(store, replace(NEW, version=1, state=State.LISTED))
    freeze(store, ChangePolicy.WINDOW)
    (change,) = store.read(text_changes.changes, LETTER)
    assert store.write(text_changes.object_to, signon, change, NOW)
    again = replace(NEW, version=change.version)
    assert store.write(personal_link.withdraw, signon, NOW)
    store.write(text_changes.close_windows, NOW + dt.timedelta(hours=2))
    assert store.write(public_form.sign, again, "192.0.2.1", BUDGET, NOW).outcome is public_form.SignOutcome.SAVED
    (form,) = store.read(submissions.waiting, LETTER)
    assert confirm_submission(store, form.id, NOW) == signon
    assert (stored(store, signon).version, stored(store, signon).has_objected) == (change.version, False)
    assert list(differences(store.read(signons.every), replay(store.read(record.every)))) == []


def freeze(store: Store, way: ChangePolicy | None, now: dt.datetime = NOW) -> None:
    kind = VersionKind.SUBSTANCE if way else VersionKind.FIRST
    until = now + dt.timedelta(hours=2) if way is ChangePolicy.WINDOW else None
    store.write(text_changes.freeze, NewVersion(LETTER, "digest", (), "agreed", now, kind), way, until)


MAILS = ("eve@knowledge.example", "max@lab.example", "ida@home.example")
KEYS = ("laion", "lab", "commons")
mails, keys, picks = st.sampled_from(MAILS), st.sampled_from(KEYS), st.integers(0, 10)
kinds, states = st.sampled_from(list(SignOnKind)), st.sampled_from(list(State))


class SignOns(RuleBasedStateMachine):
    """Random actions of signers, the coordinator and the table."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.store = self.stack.enter_context(store_in_memory())
        self.now = NOW

    def teardown(self) -> None:
        self.stack.close()

    @initialize()
    def first_version(self) -> None:
        self.freeze(None)

    @rule(way=st.sampled_from(list(ChangePolicy)))
    def freeze(self, way: ChangePolicy | None) -> None:
        freeze(self.store, way, self.now)

    @rule()
    def time_passes(self) -> None:
        self.now += dt.timedelta(hours=1)
        self.store.write(text_changes.close_windows, self.now)

    @rule(rows=st.dictionaries(keys, states, min_size=1))
    def follow_table(self, rows: dict[str, State]) -> None:
        table = [Organisation(key, key.title(), f"https://{key}.example", state=state) for key, state in rows.items()]
        self.store.write(directory.put, LETTER, table, self.now)

    @rule(key=keys)
    def take_out_of_directory(self, key: str) -> None:
        self.store.write(directory.remove, key, self.now)

    @rule(mail=mails, kind=kinds)
    def sign_on_page(self, mail: str, kind: SignOnKind) -> None:
        self.store.write(public_form.sign, self.new(mail, kind), "192.0.2.1", BUDGET, self.now)

    @rule(mail=mails, key=st.one_of(st.just(""), keys))
    def enter(self, mail: str, key: str) -> None:
        new = replace(self.new(mail, SignOnKind.ORGANISATION), source=SignOnSource.PHONE, organisation=key)
        self.store.write(additions.enter, new, self.now)

    @rule(mail=mails, key=st.one_of(st.just(""), keys))
    def invite(self, mail: str, key: str) -> None:
        new = replace(self.new(mail, SignOnKind.ORGANISATION), source=SignOnSource.INVITATION, organisation=key)
        invited = replace(new, state=State.INVITED, version=None)
        self.store.write(signons.add, invited, RecordEvent.INVITED, Actor.COORDINATOR, self.now)

    @rule(pick=picks)
    def confirm_form(self, pick: int) -> None:
        if forms := self.store.read(submissions.waiting, LETTER):
            form = forms[pick % len(forms)]
            self.store.write(public_form.confirm_submission, form.id, form.seed, self.now)

    @precondition(lambda self: self.rows())
    @rule(pick=picks, generation=st.integers(0, 2))
    def confirm(self, pick: int, generation: int) -> None:
        self.store.write(public_form.confirm, self.pick_row(pick).id, generation, self.now)

    @precondition(lambda self: self.rows())
    @rule(pick=picks, act=st.sampled_from([personal_link.mark_opened, personal_link.decline, personal_link.withdraw]))
    def answer(self, pick: int, act) -> None:
        self.store.write(act, self.pick_row(pick).id, self.now)

    @precondition(lambda self: self.rows())
    @rule(pick=picks, days=st.integers(1, 2))
    def promise(self, pick: int, days: int) -> None:
        self.store.write(personal_link.promise, self.pick_row(pick).id, NOW.date() + dt.timedelta(days), self.now)

    @precondition(lambda self: self.rows())
    @rule(pick=picks)
    def sign_through_link(self, pick: int) -> None:
        known = self.pick_row(pick)
        self.store.write(personal_link.sign, known.id, self.new(MAILS[0], known.kind), self.now)

    @precondition(lambda self: self.rows())
    @rule(pick=picks, act=st.sampled_from([decisions.approve, decisions.withdraw]))
    def decide(self, pick: int, act) -> None:
        self.store.write(act, self.pick_row(pick).id, "Ada", self.now)

    @precondition(lambda self: self.rows())
    @rule(pick=picks)
    def refuse(self, pick: int) -> None:
        self.store.write(decisions.refuse, self.pick_row(pick).id, "We do not know you.", "Ada", self.now)

    @precondition(lambda self: self.rows())
    @rule(remaining=picks, duplicate=picks)
    def merge(self, remaining: int, duplicate: int) -> None:
        if self.pick_row(remaining).id != self.pick_row(duplicate).id:
            self.store.write(merging.merge, self.pick_row(remaining), self.pick_row(duplicate), "Ada", self.now)

    @precondition(lambda self: self.rows())
    @rule(pick=picks, key=keys)
    def list_by_itself(self, pick: int, key: str) -> None:
        self.store.write(auto_listing.list_automatically, self.pick_row(pick).id, key, self.now)

    @precondition(lambda self: self.rows())
    @rule(pick=picks, name=st.sampled_from(("Lab", "The Lab")))
    def correct(self, pick: int, name: str) -> None:
        corrected = replace(self.pick_row(pick), name=name)
        self.store.write(signons.correct, corrected, Actor.SIGNER, self.now)

    @precondition(lambda self: any(row.state is State.LISTED for row in self.rows()))
    @rule(pick=picks, quote=st.sampled_from(("", "Yes", "No")))
    def propose(self, pick: int, quote: str) -> None:
        listed = [row for row in self.rows() if row.state is State.LISTED]
        row = listed[pick % len(listed)]
        waiting = {"quote": quote} if quote else {}
        self.store.write(proposed_changes.propose, row, waiting, self.now)

    @precondition(lambda self: self.store.read(proposed_changes.count, LETTER))
    @rule(approves=st.booleans())
    def decide_on_a_change(self, approves: bool) -> None:
        change = self.store.read(proposed_changes.of_letter, LETTER)[0]
        decide = proposed_changes.approve if approves else proposed_changes.discard
        assert self.store.write(decide, change, "Ada", self.now)

    @invariant()
    def only_what_is_listed_has_a_proposed_change(self) -> None:
        """A change waits only while its sign-on is listed."""
        listed = {row.id for row in self.rows() if row.state is State.LISTED}
        assert {change.signon for change in self.store.read(proposed_changes.of_letter, LETTER)} <= listed

    @precondition(lambda self: self.rows())
    @rule(pick=picks)
    def object(self, pick: int) -> None:
        for change in self.store.read(text_changes.changes, LETTER)[-1:]:
            self.store.write(text_changes.object_to, self.pick_row(pick).id, change, self.now)

    @precondition(lambda self: self.rows())
    @rule(pick=picks)
    def agree(self, pick: int) -> None:
        self.store.write(text_changes.agree, self.pick_row(pick).id, self.newest(), self.now)

    @rule(mail=mails)
    def erase(self, mail: str) -> None:
        self.store.write(personal.erase, mail, self.now)

    @rule()
    def purge(self) -> None:
        self.store.write(personal.purge, self.now)

    @invariant()
    def rows_counters_and_record_agree(self) -> None:
        counted = {place: number for place, number in self.store.read(counts.every).items() if number}
        assert counted == self.store.read(counts.recount)
        entries = self.store.read(lambda db: list(record.every(db)))
        assert list(chain_faults(entries)) == []
        assert list(differences(self.rows(), replay(entries))) == []
        signers = {signer.signon: signer for signer in self.store.read(signons.every_signer)}
        assert list(altered(self.rows(), signers, entries)) == []

    def rows(self) -> tuple[SignOn, ...]:
        return self.store.read(signons.every)

    def pick_row(self, pick: int) -> SignOn:
        rows = self.rows()
        return rows[pick % len(rows)]

    def newest(self) -> int:
        return self.store.read(versions.all_of, LETTER)[-1].id

    def new(self, mail: str, kind: SignOnKind) -> NewSignOn:
        return replace(NEW, kind=kind, address=mail, address_key=mail, version=self.newest())


SignOns.TestCase.settings = settings(
    max_examples=examples(30), stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestSignOns = SignOns.TestCase
