"""The verdict on a reply at each stage."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.delivery.attempt import PAUSE_AFTER_BREAK, RETRY_WAITS, FailureBrake, Outcome, Stage, Verdict, judge
from campaign.core.delivery.refusals import judge_limit, judge_refusal
from campaign.core.delivery.states import DeliveryState, may_follow
from tests.helpers.examples import examples

NOW = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)
MOST = 5
BEFORE_BODY = (Stage.MAIL, Stage.RCPT, Stage.DATA)
AFTER_MAIL = (Stage.RCPT, Stage.DATA, Stage.BODY)
PAUSED = Verdict(DeliveryState.DEFERRED, NOW + PAUSE_AFTER_BREAK, counts=True)
BACK = Verdict(DeliveryState.QUEUED, None, counts=False)
FAILED = Verdict(DeliveryState.FAILED, None, counts=True)

outcomes = st.builds(
    Outcome, st.sampled_from(Stage), st.none() | st.integers(200, 599), st.just("words"), st.booleans()
)


def judged(
    stage: Stage,
    code: int | None,
    attempts: int = 0,
    *,
    words: str = "words",
    reused: bool = False,
    accepts_others: bool = True,
) -> Verdict:
    return judge(Outcome(stage, code, words, reused), attempts, NOW, MOST, accepts_others=accepts_others)


def put_off(wait: dt.timedelta) -> Verdict:
    return Verdict(DeliveryState.DEFERRED, NOW + wait, counts=True)


def test_taken() -> None:
    """2yz means sent only after the final dot."""
    assert judged(Stage.BODY, 250) == Verdict(DeliveryState.SENT, None, counts=True)
    assert judged(Stage.BODY, 252).delivered
    assert not judged(Stage.DATA, 250).delivered


@pytest.mark.parametrize("stage", AFTER_MAIL)
def test_a_refusal_of_the_recipient(stage: Stage) -> None:
    """5yz about the recipient fails the delivery."""
    assert judged(stage, 550, words="5.1.1 no such user") == FAILED


@pytest.mark.parametrize("stage", AFTER_MAIL)
def test_a_refusal_that_says_nothing(stage: Stage) -> None:
    """5yz without a word about whom it means is tried again. It fails the delivery only when others are accepted."""
    for attempts in range(MOST - 1):
        assert judged(stage, 550, attempts) == put_off(RETRY_WAITS[min(attempts, 3)])
    assert judged(stage, 550, MOST - 1) == FAILED
    assert judged(stage, 550, MOST - 1, accepts_others=False) == put_off(RETRY_WAITS[-1])
    assert judged(stage, 550, 3 * MOST - 1, accepts_others=False) == FAILED


@pytest.mark.parametrize("stage", AFTER_MAIL)
def test_a_refusal_of_us(stage: Stage) -> None:
    """It stops the run and leaves the delivery queued. When others are accepted, the next one is about this message."""
    policy = judge_refusal(550, "5.7.1 policy", before_recipient=False)
    first = Verdict(DeliveryState.QUEUED, None, counts=True, refusal=policy)
    for accepts_others in (True, False):
        assert judged(stage, 550, words="5.7.1 policy", accepts_others=accepts_others) == first
    assert judged(stage, 550, 1, words="5.7.1 policy") == put_off(RETRY_WAITS[1])
    again = judged(stage, 550, 1, words="5.7.1 policy", accepts_others=False)
    assert again == replace(put_off(RETRY_WAITS[1]), refusal=policy)


@pytest.mark.parametrize("attempts", [0, MOST, 9 * MOST])
def test_a_refusal_before_the_recipient(attempts: int) -> None:
    """5yz to MAIL is never the addressee's, however often it comes."""
    refusal = judge_refusal(550, "words", before_recipient=True)
    assert judged(Stage.MAIL, 550, attempts) == Verdict(DeliveryState.QUEUED, None, counts=False, refusal=refusal)


@pytest.mark.parametrize("stage", [*BEFORE_BODY, Stage.BODY])
@pytest.mark.parametrize("code", [450, 550])
def test_a_limit_of_ours(stage: Stage, code: int) -> None:
    """A limit stops the run at every stage, counts for nobody and has a wait."""
    verdict = judged(stage, code, words="daily limit exceeded")
    assert verdict == Verdict(
        DeliveryState.QUEUED, None, counts=False, refusal=judge_limit(code, "daily limit exceeded")
    )
    assert verdict.refusal is not None
    assert verdict.refusal.wait == dt.timedelta(hours=4)


@pytest.mark.parametrize("stage", AFTER_MAIL)
@pytest.mark.parametrize("attempts", range(MOST - 1))
def test_asked_to_come_again(stage: Stage, attempts: int) -> None:
    """Each 4yz waits longer."""
    assert judged(stage, 450, attempts) == put_off(RETRY_WAITS[attempts])


def test_asked_to_come_again_before_the_recipient() -> None:
    """4yz to MAIL does not count as an attempt at the addressee, so it never fails."""
    for attempts in (0, 9 * MOST):
        assert judged(Stage.MAIL, 450, attempts) == replace(put_off(RETRY_WAITS[0]), counts=False)


def test_the_last_wait_repeats() -> None:
    """With more attempts than waits the longest wait is repeated."""
    late = judge(Outcome(Stage.RCPT, 451, ""), len(RETRY_WAITS) + 3, NOW, 99)
    assert late == Verdict(DeliveryState.DEFERRED, NOW + RETRY_WAITS[-1], counts=True)


def test_the_last_attempt_fails() -> None:
    """A 4yz at the last attempt is a failure."""
    assert judged(Stage.RCPT, 450, MOST - 1) == FAILED


@pytest.mark.parametrize("stage", BEFORE_BODY)
@pytest.mark.parametrize("code", [None, 421])
def test_a_break_before_the_body(stage: Stage, code: int | None) -> None:
    """After a break of a new connection the waits grow, and it ends; after one of a used connection nothing counts."""
    assert judged(stage, code) == PAUSED
    assert judged(stage, code, 1) == put_off(RETRY_WAITS[0])
    assert judged(stage, code, MOST - 1) == FAILED
    assert judged(stage, code, MOST - 1, accepts_others=False) == put_off(RETRY_WAITS[-1])
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
@pytest.mark.parametrize("stage", [*BEFORE_BODY, Stage.BODY])
def test_a_missing_login_is_not_the_addressees(stage: Stage, code: int) -> None:
    """A server that requires a login refuses us: the delivery stays queued, and the run stops."""
    verdict = judged(stage, code)
    assert verdict.state is DeliveryState.QUEUED
    assert verdict.refusal is not None


def test_a_wrong_answer_on_a_used_line_cannot_repeat_at_once() -> None:
    """250 instead of 354 causes a pause, even on a used connection."""
    assert judged(Stage.DATA, 250, reused=True) == PAUSED


@settings(max_examples=examples(60), deadline=None)
@given(outcomes, st.integers(0, 10))
def test_every_verdict_is_a_lawful_move(outcome: Outcome, attempts: int) -> None:
    """Every verdict is an allowed change of state, and only a deferral has a time."""
    verdict = judge(outcome, attempts, NOW, MOST)
    begins = DeliveryState.SENDING if outcome.stage is Stage.BODY else DeliveryState.DEFERRED
    assert may_follow(begins, verdict.state)
    assert (verdict.next_at is not None) == (verdict.state is DeliveryState.DEFERRED)
    assert verdict.next_at is None or verdict.next_at > NOW


@settings(max_examples=examples(60), deadline=None)
@given(outcomes)
def test_after_the_body_nothing_is_repeated_without_an_answer(outcome: Outcome) -> None:
    """A delivery whose body was sent waits again only after a reply of the server."""
    verdict = judge(outcome, 0, NOW, MOST)
    if outcome.stage is Stage.BODY and verdict.state in (DeliveryState.QUEUED, DeliveryState.DEFERRED):
        assert outcome.code is not None
        assert outcome.code // 100 in (4, 5)


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
