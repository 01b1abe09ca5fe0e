"""Whatever follows whatever, every name stands under a text that its signer agreed to, and nobody is forgotten."""

import datetime as dt
from contextlib import ExitStack
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from campaign.adapters.store import Store, signons, versions
from campaign.adapters.store.signons import (
    counts,
    decisions,
    merging,
    notices,
    personal_link,
    public_form,
    record,
    submissions,
    text_changes,
)
from campaign.core.letters.version import NewVersion, VersionKind
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn
from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent
from campaign.core.signons.replay import differences, replay
from campaign.core.signons.request_limits import ConfirmationBudget
from tests.adapters.store.signons.test_signons_store import LETTER, NEW, NOW
from tests.helpers.examples import examples
from tests.helpers.ledger import store_in_memory

picks = st.integers(0, 20)
_NO_ADDRESS = ""


class Promises(RuleBasedStateMachine):
    """Random freezes, answers, forms, sign-ons, merges, withdrawals, ends of windows. `agreed` holds what each signer
    agreed to."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.store: Store = self.stack.enter_context(store_in_memory())
        self.now, self.number = NOW, 0
        self.agreed: dict[int, set[int]] = {}
        self.silent_about: dict[int, tuple[int, dt.datetime]] = {}

    def teardown(self) -> None:
        self.stack.close()

    @initialize()
    def first_version(self) -> None:
        self._freeze(None)
        self.sign(with_address=True)

    @rule(policy=st.sampled_from(list(ChangePolicy)), hours=st.integers(1, 3))
    def change_text(self, policy: ChangePolicy, hours: int) -> None:
        for notice in self.store.read(notices.pending):
            self.store.write(notices.remove, notice)
        before = {signer.id: signer for signer in self._signed(SignOnState.CONFIRMED, SignOnState.LISTED)}
        self._freeze(policy, self.now + dt.timedelta(hours=hours) if policy is ChangePolicy.WINDOW else None)
        newest = self._newest()
        informed = [notice for notice in self.store.read(notices.pending) if notice.kind.is_about_new_text]
        assert sorted(notice.signon for notice in informed) == sorted(
            signon for signon in before if self.store.read(signons.signer, signon) is not None
        )
        for notice in informed:
            assert notice.facts["before"] == str(before[notice.signon].last_agreed)
            assert notice.facts["version"] == str(newest)
            if notice.kind is NoticeKind.CORRECTION:
                self.agreed[notice.signon].add(newest)
            elif notice.kind is NoticeKind.WINDOW:
                self.silent_about[notice.signon] = newest, dt.datetime.fromisoformat(notice.facts["until"])
        for signon in before.keys() - {notice.signon for notice in informed}:
            if self._stored(signon).last_agreed == newest:
                assert policy is ChangePolicy.CORRECTION
                self.agreed[signon].add(newest)

    @rule(with_address=st.booleans())
    def sign(self, with_address: bool) -> None:
        self.number += 1
        address = f"s{self.number}@ngo.example" if with_address else _NO_ADDRESS
        text = self.store.read(versions.public, LETTER)
        assert text is not None
        new = replace(NEW, state=SignOnState.LISTED, version=text.id, address=address, address_key=address)
        if not with_address:
            new = replace(new, person="")
        before = self.store.read(signons.every)
        added = self.store.write(signons.add, new, RecordEvent.ENTERED, Actor.COORDINATOR, self.now)
        if not added.is_new:  # the address has signed by a form
            assert self.store.read(signons.every) == before
            return
        signon = added.id
        self.agreed[signon] = {text.id}
        self.store.write(text_changes.ask_late, signon, self.now)
        self._late_question(signon)

    @rule(number=st.integers(1, 4))
    def submit(self, number: int) -> None:
        """Anybody may send a form for any address: it changes no sign-on, no name and no count."""
        text, address = self.store.read(versions.public, LETTER), f"s{number}@ngo.example"
        assert text is not None
        before = self.store.read(signons.every), self.store.read(counts.every)
        new = replace(NEW, state=SignOnState.PENDING, version=text.id, address=address, address_key=address)
        self.store.write(public_form.sign, new, "192.0.2.1", ConfirmationBudget(10, 200), self.now)
        assert before == (self.store.read(signons.every), self.store.read(counts.every))

    @rule(pick=picks)
    def confirm_form(self, pick: int) -> None:
        if forms := self.store.read(submissions.waiting, LETTER):
            form = forms[pick % len(forms)]
            signon = self.store.write(public_form.confirm_submission, form.id, form.seed, self.now)
            if signon is not None and form.answers is not None and form.answers.version is not None:
                self.agreed[signon] = {form.answers.version}
                self.silent_about.pop(signon, None)
                self._late_question(signon)

    @rule()
    def approve(self) -> None:
        for signon in self._signed(SignOnState.CONFIRMED):
            assert self.store.write(decisions.approve, signon.id, "Ada", self.now)

    @rule(days=st.sampled_from([1, 15]))
    def forms_expire(self, days: int) -> None:
        before = self.store.read(signons.every)
        self.store.write(submissions.delete_expired, self.now + dt.timedelta(days=days))
        assert self.store.read(signons.every) == before

    @precondition(lambda self: len(self._signed()) > 1)
    @rule(remaining=picks, duplicate=picks)
    def merge(self, remaining: int, duplicate: int) -> None:
        stays, goes = self._pick(remaining), self._pick(duplicate)
        if stays.id == goes.id:
            return
        contact, signer = self.store.read(signons.signer, stays.id), self.store.read(signons.signer, goes.id)
        assert self.store.write(merging.merge, stays, goes, "Ada", self.now)
        self.agreed[stays.id] |= self.agreed[goes.id]
        moved = self.store.read(signons.signer, stays.id)
        if contact is None and signer is not None:
            assert moved == replace(signer, signon=stays.id)
            if goes.id in self.silent_about:
                self.silent_about[stays.id] = self.silent_about.pop(goes.id)
        else:
            assert (moved, self.store.read(signons.signer, goes.id)) == (contact, signer)
        about = [notice for notice in self.store.read(notices.pending) if notice.kind is NoticeKind.MERGED]
        assert signer is None or {stays.id, goes.id} & {notice.signon for notice in about}

    @precondition(lambda self: self._signed())
    @rule(pick=picks)
    def agree(self, pick: int) -> None:
        signon = self._pick(pick)
        if self.store.write(text_changes.agree, signon.id, self._newest(), self.now):
            self.agreed[signon.id].add(self._newest())
            self.silent_about.pop(signon.id, None)

    @precondition(lambda self: self._signed())
    @rule(pick=picks)
    def object(self, pick: int) -> None:
        signon = self._pick(pick)
        for change in self.store.read(text_changes.changes, LETTER)[-1:]:
            if self.store.write(text_changes.object_to, signon.id, change, self.now):
                self.silent_about.pop(signon.id, None)

    @precondition(lambda self: self._signed())
    @rule(pick=picks, is_refused=st.booleans())
    def leave(self, pick: int, is_refused: bool) -> None:
        signon = self._pick(pick)
        if is_refused:
            self.store.write(decisions.refuse, signon.id, "No.", "Ada", self.now)
        else:
            self.store.write(personal_link.withdraw, signon.id, self.now)

    @rule()
    def adopt(self) -> None:
        if self.store.read(versions.public, LETTER) != self.store.read(versions.latest, LETTER):
            self.store.write(text_changes.adopt, LETTER, self.now)

    @rule(hours=st.integers(1, 3))
    def time_passes(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)
        self.store.write(text_changes.close_windows, self.now)
        for signon, (version, until) in list(self.silent_about.items()):
            if until <= self.now:
                self.agreed[signon].add(version)

    @invariant()
    def every_name_is_under_a_text_that_its_signer_agreed_to(self) -> None:
        for signon in self._signed():
            assert signon.version in self.agreed[signon.id]
            assert signon.last_agreed in self.agreed[signon.id]

    @invariant()
    def rows_counters_and_record_agree(self) -> None:
        counted = {place: number for place, number in self.store.read(counts.every).items() if number}
        assert counted == self.store.read(counts.recount)
        entries = self.store.read(lambda db: list(record.every(db)))
        assert list(differences(self.store.read(signons.every), replay(entries))) == []

    def _freeze(self, policy: ChangePolicy | None, until: dt.datetime | None = None) -> None:
        kind = VersionKind.SUBSTANCE if policy else VersionKind.FIRST
        new = NewVersion(LETTER, "digest", (), "agreed", self.now, kind)
        self.store.write(text_changes.freeze, new, policy, until)

    def _newest(self) -> int:
        newest = self.store.read(versions.latest, LETTER)
        assert newest is not None
        return newest.id

    def _stored(self, signon: int) -> SignOn:
        row = self.store.read(signons.one, signon)
        assert row is not None
        return row

    def _late_question(self, signon: int) -> None:
        """Who signs an earlier text than the newest is asked about the newest at once."""
        for notice in self.store.read(notices.pending):
            if notice.signon == signon and notice.kind is NoticeKind.WINDOW:
                self.silent_about[signon] = self._newest(), dt.datetime.fromisoformat(notice.facts["until"])
        if self._stored(signon).last_agreed == self._newest():  # by a correction
            self.agreed[signon].add(self._newest())

    def _signed(self, *states: SignOnState) -> list[SignOn]:
        wanted = states or (SignOnState.LISTED,)
        return [signon for signon in self.store.read(signons.every) if signon.state in wanted]

    def _pick(self, pick: int) -> SignOn:
        signed = self._signed()
        return signed[pick % len(signed)]


def test_adding_a_sign_on_of_an_address_that_signed_by_a_form_changes_nothing() -> None:
    """An address that signed version 1 by a form, and was entered again after a correction, stays where it agreed."""
    state = Promises()
    try:
        state.first_version()
        state.sign(with_address=False)
        state.submit(number=3)
        state.change_text(policy=ChangePolicy.CORRECTION, hours=1)
        state.confirm_form(pick=0)
        state.approve()
        before = state.store.read(signons.every)
        state.sign(with_address=True)
        assert state.store.read(signons.every) == before
        state.every_name_is_under_a_text_that_its_signer_agreed_to()
    finally:
        state.teardown()


Promises.TestCase.settings = settings(
    max_examples=examples(15), stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestPromises = Promises.TestCase
