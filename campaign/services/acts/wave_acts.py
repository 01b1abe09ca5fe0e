"""Acts on waves of the letter, and on their deliveries."""

from collections.abc import Sequence

from campaign.core.delivery.attempt import Outcome
from campaign.core.delivery.audience import WavePurpose
from campaign.core.languages.in_english import count_of
from campaign.core.team.roles import Right
from campaign.services.acts.act import Act, AnyAct
from campaign.services.replies import settle
from campaign.services.replies.settle import Settlement
from campaign.services.sending.sending_mark import RestorePlan, settle_restore
from campaign.services.waves import emails_to_oneself, note_files, pause_and_cancel
from campaign.services.waves.delete import WaveDeletion, delete_wave
from campaign.services.waves.pause_and_cancel import CancelPlan, PausedWave, PausePlan
from campaign.services.waves.plan import PlannedWave
from campaign.services.waves.second_person import PREPARED, wave_subject
from campaign.services.waves.send import SendPlan, resume, resume_later, schedule, send
from campaign.services.waves.wave_desk import prepare_wave


def _planned(wave: PlannedWave, *_: object) -> str:
    return wave_subject(wave.mailing)


def _number_planned(wave: PlannedWave, *_: object) -> str:
    return count_of(wave.number(), "email")


def _to_send(_result: object, plan: SendPlan, *_: object) -> str:
    return wave_subject(plan.wave.mailing)


def _number_to_send(_result: object, plan: SendPlan, *_: object) -> str:
    return count_of(plan.number, "email")


def _paused(_result: object, plan: PausePlan, *_: object) -> str:
    return ", ".join(wave_subject(mailing) for mailing in plan.mailings)


def _number_paused(paused: Sequence[PausedWave], *_: object) -> str:
    return f"{count_of(sum(wave.waiting for wave in paused), 'email')} left"


def _cancelled(_result: object, plan: CancelPlan) -> str:
    return wave_subject(plan.wave.mailing)


def _number_cancelled(number: int, *_: object) -> str:
    return count_of(number, "email")


def _deleted(_result: object, plan: WaveDeletion) -> str:
    return wave_subject(plan.mailing)


def _tried(outcomes: Sequence[Outcome], *_: object) -> str:
    return f"{count_of(sum(outcome.code == 250 for outcome in outcomes), 'email')} accepted"


def _settled(keys: Sequence[str], *_: object) -> str:
    return count_of(len(keys), "email")


def _one_settled(*_: object) -> str:
    return count_of(1, "email")


def _one_state(_result: object, settlement: Settlement) -> str:
    return f"now {settlement.state}"


def _settled_by_word(_keys: object, settlements: Sequence[Settlement]) -> str:
    return ", ".join(sorted({f"now {settlement.state}" for settlement in settlements}))


def _restored(number: int, plan: RestorePlan) -> str:
    return f"restored from a copy, {count_of(number, 'email')} uncertain" if plan.is_restored else "it is the newest"


def _note(_result: object, purpose: WavePurpose, language: str, *_: object) -> str:
    return f"{purpose}, {language}"


PREPARE_WAVE = Act(PREPARED, Right.PREPARE_WAVE, "Prepared a wave", prepare_wave, _planned, _number_planned)
RELEASE_WAVE = Act("release wave", Right.RELEASE_WAVE, "Released a wave", schedule, _to_send, _number_to_send)
PAUSE_WAVE = Act("pause wave", Right.RELEASE_WAVE, "Paused a wave", pause_and_cancel.pause, _paused, _number_paused)
RESUME_WAVE = Act("resume wave", Right.RELEASE_WAVE, "Resumed a wave", resume_later, _to_send, _number_to_send)
CANCEL_WAVE = Act(
    "cancel wave", Right.RELEASE_WAVE, "Cancelled a wave", pause_and_cancel.cancel, _cancelled, _number_cancelled
)
DELETE_WAVE = Act("delete wave", Right.PREPARE_WAVE, "Deleted a wave", delete_wave, _deleted)
TEST_WAVE = Act("test wave", Right.PREPARE_WAVE, "Sent a test email", emails_to_oneself.send_trial, note=_tried)
SAVE_NOTE = Act("save note", Right.PREPARE_WAVE, "Changed a covering note", note_files.save_note, _note)
SETTLE_BY_WORD = Act(
    "settle deliveries",
    Right.SETTLE_DELIVERIES,
    "Settled deliveries",
    settle.settle_all_by_word,
    _settled,
    _settled_by_word,
)
SETTLE_BY_EVIDENCE = Act(
    "settle by evidence", Right.SETTLE_DELIVERIES, "Settled deliveries by evidence", settle.settle, _settled
)
SETTLE_RESTORE = Act("settle restore", Right.SETTLE_DELIVERIES, "Decided about the database", settle_restore, _restored)
# As the commands do them: they send at once, and settle one email by its addressee.
SEND_WAVE = Act("release wave", Right.RELEASE_WAVE, "Released a wave", send, _to_send, _number_to_send)
RESUME_NOW = Act("resume wave", Right.RELEASE_WAVE, "Resumed a wave", resume, _to_send, _number_to_send)
SETTLE_ONE = Act(
    "settle deliveries", Right.SETTLE_DELIVERIES, "Settled deliveries", settle.settle_by_word, _one_settled, _one_state
)

ACTS: tuple[AnyAct, ...] = (
    PREPARE_WAVE,
    RELEASE_WAVE,
    PAUSE_WAVE,
    RESUME_WAVE,
    CANCEL_WAVE,
    DELETE_WAVE,
    TEST_WAVE,
    SAVE_NOTE,
    SETTLE_BY_WORD,
    SETTLE_BY_EVIDENCE,
    SETTLE_RESTORE,
)
