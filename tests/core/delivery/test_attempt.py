"""The verdict on a reply at each stage."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.delivery.attempt import PAUSE_AFTER_BREAK, RETRY_WAITS, FailureBrake, Outcome, Stage, Verdict, judge
from campaign.core.delivery.states import DeliveryState, may_follow

NOW = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)
MOST = 5
BEFORE_BODY = (Stage.MAIL, Stage.RCPT, Stage.DATA)
PAUSED = Verdict(DeliveryState.DEFERRED, NOW + PAUSE_AFTER_BREAK, counts=False)
BACK = Verdict(DeliveryState.QUEUED, None, counts=False)
FAILED = Verdict(DeliveryState.FAILED, None, counts=True)

outcomes = st.builds(
    Outcome, st.sampled_from(Stage), st.none() | st.integers(200, 599), st.just("words"), st.booleans()
)


def judged(stage: Stage, code: int | None, attempts: int = 0, *, reused: bool = False) -> Verdict:
    return judge(Outcome(stage, code, "words", reused), attempts, NOW, MOST)


def test_taken() -> None:
    """2yz means sent only after the final dot."""
    assert judged(Stage.BODY, 250) == Verdict(DeliveryState.SENT, None, counts=True)
    assert judged(Stage.BODY, 252).delivered
    assert not judged(Stage.DATA, 250).delivered


@pytest.mark.parametrize("stage", [*BEFORE_BODY, Stage.BODY])
def test_refused_for_good(stage: Stage) -> None:
    """5yz fails at every stage."""
    assert judged(stage, 550) == FAILED


@pytest.mark.parametrize("stage", [*BEFORE_BODY, Stage.BODY])
@pytest.mark.parametrize("attempts", range(MOST - 1))
def test_asked_to_come_again(stage: Stage, attempts: int) -> None:
    """Each 4yz waits longer."""
    assert judged(stage, 450, attempts) == Verdict(DeliveryState.DEFERRED, NOW + RETRY_WAITS[attempts], counts=True)


def test_the_last_wait_repeats() -> None:
    """With more attempts than waits the longest wait is repeated."""
    late = judge(Outcome(Stage.RCPT, 451, ""), len(RETRY_WAITS) + 3, NOW, 99)
    assert late == Verdict(DeliveryState.DEFERRED, NOW + RETRY_WAITS[-1], counts=True)


def test_the_last_attempt_fails() -> None:
    """A 4yz at the last attempt is a failure."""
    assert judged(Stage.RCPT, 450, MOST - 1) == FAILED


@pytest.mark.parametrize("stage", BEFORE_BODY)
@pytest.mark.parametrize("code", [None, 421])
def test_a_break_before_the_body_blames_nobody(stage: Stage, code: int | None) -> None:
    """After a break of a new connection there is a pause, after one of a used connection none. Neither counts."""
    assert judged(stage, code) == PAUSED
    assert judged(stage, code, reused=True) == BACK


def test_silence_after_the_body_is_uncertain() -> None:
    """No valid reply after the body means uncertain, also on a used connection."""
    for code in (None, 354):
        for reused in (False, True):
            assert judged(Stage.BODY, code, reused=reused) == Verdict(DeliveryState.UNCERTAIN, None, counts=True)


def test_closing_instead_of_taking() -> None:
    """421 after the body is an answer: the server did not accept the message."""
    assert judged(Stage.BODY, 421) == PAUSED
    assert judged(Stage.BODY, 421, reused=True) == BACK


@pytest.mark.parametrize("code", [None, 220, 421, 454, 554])
def test_a_refusal_on_connecting_is_about_the_server(code: int | None) -> None:
    """After any reply before MAIL the delivery is queued again."""
    assert judged(Stage.CONNECT, code) == BACK


@pytest.mark.parametrize("code", [530, 535, 538])
def test_a_missing_login_is_not_the_addressees(code: int) -> None:
    """A server that requires a login refuses us: the delivery is deferred."""
    assert judged(Stage.MAIL, code) == PAUSED
    assert judged(Stage.RCPT, code) == FAILED


def test_a_wrong_answer_on_a_used_line_cannot_repeat_at_once() -> None:
    """250 instead of 354 causes a pause, even on a used connection."""
    assert judged(Stage.DATA, 250, reused=True) == PAUSED


@settings(max_examples=60, deadline=None)
@given(outcomes, st.integers(0, 10))
def test_every_verdict_is_a_lawful_move(outcome: Outcome, attempts: int) -> None:
    """Every verdict is an allowed change of state, and only a deferral has a time."""
    verdict = judge(outcome, attempts, NOW, MOST)
    begins = DeliveryState.SENDING if outcome.stage is Stage.BODY else DeliveryState.DEFERRED
    assert may_follow(begins, verdict.state)
    assert (verdict.next_at is not None) == (verdict.state is DeliveryState.DEFERRED)
    assert verdict.next_at is None or verdict.next_at > NOW


@settings(max_examples=60, deadline=None)
@given(outcomes)
def test_after_the_body_nothing_is_repeated_without_an_answer(outcome: Outcome) -> None:
    """A delivery whose body was sent waits again only after a reply of the server."""
    verdict = judge(outcome, 0, NOW, MOST)
    if outcome.stage is Stage.BODY and verdict.state in (DeliveryState.QUEUED, DeliveryState.DEFERRED):
        assert outcome.code is not None
        assert outcome.code // 100 == 4


def test_the_brake_stops_after_failures_in_a_row() -> None:
    """A number of failures without a success between them stops a run."""
    brake = FailureBrake(3)
    for state in (DeliveryState.FAILED, DeliveryState.DEFERRED):
        brake = brake.after(Verdict(state, None, counts=True))
    assert not brake.stopped
    assert brake.after(Verdict(DeliveryState.UNCERTAIN, None, counts=True)).stopped


def test_a_success_lets_the_brake_go() -> None:
    """A success resets the count of failures."""
    brake = FailureBrake(2, failures=1).after(Verdict(DeliveryState.SENT, None, counts=True))
    assert brake == FailureBrake(2)


def test_a_used_connection_that_ended_is_no_failure() -> None:
    """A delivery that is queued again leaves the count as it is."""
    assert FailureBrake(2, failures=1).after(BACK) == FailureBrake(2, failures=1)
