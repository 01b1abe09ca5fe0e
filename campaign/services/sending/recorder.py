"""Judges how each attempt ended, records it, and reports it."""

from collections.abc import Callable

from campaign.adapters.store.ledger import handover
from campaign.core.delivery.attempt import FailureBrake, Outcome, judge
from campaign.core.delivery.refusals import Refusal, RefusalCause
from campaign.core.delivery.states import DeliveryState
from campaign.core.languages.in_english import count_of
from campaign.services.sending.claim_queue import ClaimQueue
from campaign.services.sending.order import Attempt, StopCause
from campaign.services.sending.outgoing_mail import OutgoingMail
from campaign.services.sending.run_state import RunState


class Recorder:
    """The recorder of one run. It stops the run after a refusal of us, and after too many failures in a row."""

    def __init__(self, state: RunState, queue: ClaimQueue) -> None:
        self._state = state
        self._queue = queue
        self._rules = state.order.rules.rules
        self._brake = FailureBrake(self._rules.stop_after)
        self._accepted = False  # whether the server has accepted a message in this run

    def record(self, mail: OutgoingMail, outcome: Outcome, then: Callable[[], object] = lambda: None) -> None:
        """Judge an attempt and record the verdict. `then` is called once it is on disk."""
        delivery = mail.delivery
        now, attempts = self._state.order.clock(), self._rules.attempts
        verdict = judge(outcome, delivery.attempts, now, attempts, accepts_others=self._accepted)
        self._accepted |= verdict.delivered
        self._brake = self._brake.after(verdict)
        if verdict.refusal:
            self._stop(verdict.refusal, outcome)
        elif self._brake.stopped:
            number = count_of(self._brake.failures, "failure")
            self._state.stop(f"{number} in a row, the last: {outcome.text}", StopCause.FAILURES)
        attempt = Attempt(delivery, outcome, verdict)
        self._state.ledger.submit(
            handover.record_outcome,
            delivery.id,
            outcome,
            verdict,
            then=lambda ours: self._on_disk(attempt, then, ours=ours),
        )

    def _stop(self, refusal: Refusal, outcome: Outcome) -> None:
        """Stop the run, because the server would refuse every recipient."""
        is_limit = refusal.cause is RefusalCause.LIMIT
        why = f"{refusal.what} (it said: {outcome.code} {outcome.text})"
        self._state.stop(why, StopCause.LIMIT if is_limit else StopCause.REFUSED)
        self._state.summary.wait = max(self._state.summary.wait, refusal.wait)

    def _on_disk(self, attempt: Attempt, then: Callable[[], object], *, ours: bool) -> None:
        """Report the attempt, unless another run has taken over the delivery."""
        if ours:
            self._state.summary.attempts += 1
            self._show(attempt)
        if attempt.verdict.state is DeliveryState.QUEUED:
            self._queue.refill()
        then()

    def _show(self, attempt: Attempt) -> None:
        try:
            self._state.order.callbacks.attempt(attempt)
        except Exception as error:  # noqa: BLE001 -- such as a closed pipe: the messages in hand are finished
            self._state.fail(error)
