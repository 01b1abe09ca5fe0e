"""Releasing, sending and resuming a wave: a plan says what would be sent, then exactly that is sent."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from campaign.adapters.files.folder import read_letters
from campaign.adapters.files.lock import try_lock
from campaign.adapters.store import versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries, leases, server_limits, waves
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.permission import Permission
from campaign.core.delivery.records import MailQueue
from campaign.core.delivery.rules import wave_rules
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.core.letters import digest_of, texts_of
from campaign.core.team.account import COMMAND_LINE, TeamActor
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.sending.handing_over import hold_queue
from campaign.services.sending.order import RunCallbacks
from campaign.services.sending.send_policy import SendPolicy
from campaign.services.sending.send_wave import expire, mailer_lock, server_name
from campaign.services.sending.sending_mark import SendingMark
from campaign.services.waves.carry_out import HandedOverWave, WaveResult, WrittenWave, carry_out
from campaign.services.waves.obstacles import Obstacle, names_already_reached, obstacles
from campaign.services.waves.plan import PlannedWave, find_wave, plan_wave
from campaign.services.waves.plan_inputs import WaveInputs
from campaign.services.waves.preview import goes_at
from campaign.services.waves.second_person import need_other_person


@dataclass(frozen=True, slots=True)
class SendPlan:
    """What would be sent if a person confirmed now."""

    wave: PlannedWave
    states: tuple[DeliveryState, ...]
    """Deliveries in these states would be sent."""
    counts: Mapping[DeliveryState, int]
    """The number of the wave's deliveries in each state."""
    languages: Mapping[str, int]
    """The number of emails to be sent in each language."""
    goes_at: dt.datetime | None
    """When sending starts, aware UTC; None for immediately."""
    deadline_at: dt.datetime
    """Nothing is sent from then on, aware UTC."""
    permission: Permission
    """Whether they may be sent now."""
    obstacles: tuple[str, ...] = ()
    """The reasons why the wave must not be released, one sentence each."""
    other_mailer_runs: bool = False
    """Whether another mailer is running; it continues the wave once it is no longer paused."""
    uncertain: int = 0
    """The number of deliveries that became uncertain because a mailer ended while sending them."""
    again: bool = False
    """Whether people who received the letter in another wave may receive it again."""

    @property
    def name(self) -> str:
        """The wave's name."""
        return self.wave.mailing.wave

    @property
    def number(self) -> int:
        """The number of emails that would be sent."""
        return sum(number for state, number in self.counts.items() if state in self.states)


def plan_send(campaign: Campaign, inputs: WaveInputs, progress: Callable[[], object] = lambda: None) -> SendPlan:
    """Plan the wave's emails and return what releasing them would do; `progress` is called for each email.

    A released wave is returned unchanged. Raises Refused when no version is frozen, ComposeError when an email cannot
    be built.
    """
    _need_newest(campaign)
    wave = plan_wave(campaign, inputs, progress)
    reasons = () if wave.is_released else obstacles(campaign, inputs, wave)
    again = inputs.options.again or wave.mailing.purpose.is_follow_up
    return _send_plan(campaign, wave, (DeliveryState.PLANNED,), reasons, again=again)


def _need_newest(campaign: Campaign) -> None:
    """Raises Refused when the database is older than what was sent, before anybody types a number."""
    doubt = SendingMark(campaign.store).doubt()
    if doubt:
        raise doubt


def need_no_obstacle(send_plan: SendPlan) -> None:
    """Raises Refused with every reason why the wave must not be released."""
    if send_plan.wave.renewed:
        fix = f"look at them again: campaign send preview --wave {send_plan.name}"
        raise Refused("the emails have changed since you looked at them", fix=fix)
    if send_plan.obstacles:
        lines = "\n".join(f"  - {sentence}" for sentence in send_plan.obstacles)
        raise Refused(f"not sent:\n{lines}", fix="campaign status")


def need_permission(send_plan: SendPlan) -> None:
    """Raises Refused when nothing may be sent now."""
    permission, name = send_plan.permission, send_plan.name
    if permission.is_final:
        raise Refused(f"nothing can be sent: {permission.why}", fix="campaign status; campaign timetable")
    if not permission.granted:
        release = f"release it with campaign send go --wave {name} --schedule; "
        fix = f"{'' if send_plan.wave.is_released else release}campaign send run sends it when its time comes"
        raise Refused(f"nothing can be sent now: {permission.why}", fix=fix)


def need_server(campaign: Campaign) -> None:
    """Raises Refused when no mail server is set, because nothing would be sent later."""
    if campaign.settings.smtp is None:
        raise Refused("no mail server is set, so nothing would be sent", fix="fill in [smtp] in campaign.toml")


def review_send(campaign: Campaign, wave: PlannedWave, against: Sequence[Obstacle], *, again: bool) -> SendPlan:
    """Return what releasing a stored wave would do, with these obstacles. Unlike `plan_send`, it neither builds nor
    stores an email."""
    again = again or wave.mailing.purpose.is_follow_up
    return _send_plan(campaign, wave, (DeliveryState.PLANNED,), tuple(map(str, against)), again=again)


def send(
    campaign: Campaign, send_plan: SendPlan, callbacks: RunCallbacks, actor: TeamActor = COMMAND_LINE
) -> WaveResult | WrittenWave | HandedOverWave:
    """Release the wave as planned, and send it, or hand it over to `campaign serve` or `send run` that is sending.

    Raises Refused when there is an obstacle, when the plan is out of date, when `actor` may not release it, or when
    another command is sending.
    """
    need_other_person(campaign, send_plan.wave.mailing, actor)
    need_no_obstacle(send_plan)
    need_permission(send_plan)
    with hold_queue(campaign.folder, MailQueue.LETTER) as is_ours:
        if not is_ours:
            need_server(campaign)
        _release(campaign, send_plan)
        wave = find_wave(campaign, send_plan.name)
        return carry_out(campaign, wave, callbacks) if is_ours else HandedOverWave(wave.mailing, send_plan.number)


def schedule(campaign: Campaign, send_plan: SendPlan, actor: TeamActor = COMMAND_LINE) -> None:
    """Release the wave as planned, for a mailer to send, now or later. Raises Refused as `send` does."""
    need_other_person(campaign, send_plan.wave.mailing, actor)
    need_no_obstacle(send_plan)
    need_server(campaign)
    _release(campaign, send_plan)


def plan_resume(campaign: Campaign, wave: str) -> SendPlan:
    """Return what resuming a released wave would do.

    Recovers deliveries of a mailer that ended, expires those whose deadline has passed, and includes those that expired
    under an earlier deadline. Raises UsageError when
    there is no such wave, Refused when it is not released, or when another mailer is running and the wave is not
    paused.
    """
    _need_newest(campaign)
    planned = find_wave(campaign, wave)
    if not planned.is_released:
        raise Refused(f"wave {wave} is not released yet", fix=f"campaign send go --wave {wave}")
    with try_lock(campaign.folder.mailer_lock) as is_ours:
        if not is_ours and not planned.mailing.paused_at:
            raise Refused("another mailer is sending for this campaign", fix="wait until it ends, or stop it")
        uncertain = _recover(campaign, planned) if is_ours else 0
    states = WAITING if planned.mailing.cancelled_at else (*WAITING, *_reopened(campaign, planned))
    return _send_plan(campaign, planned, states, other_mailer_runs=not is_ours, uncertain=uncertain)


def resume_later(campaign: Campaign, send_plan: SendPlan) -> None:
    """Resume the wave as planned, for a running mailer to send. Raises Refused when the plan is out of date."""
    need_server(campaign)
    _unpause(campaign, send_plan)


def _reopened(campaign: Campaign, wave: PlannedWave) -> tuple[DeliveryState, ...]:
    """What had expired under an earlier deadline is sent, too, when the deadline is ahead again."""
    is_over = wave_rules(campaign.settings, wave.mailing).is_over(campaign.now())
    return () if is_over else (DeliveryState.EXPIRED,)


def resume(campaign: Campaign, send_plan: SendPlan, callbacks: RunCallbacks) -> WaveResult | WrittenWave | None:
    """Resume the wave as planned. Returns None when another running mailer continues it.

    Raises Refused when nothing may be sent now, when the plan is out of date, or when another mailer has started since.
    """
    if send_plan.other_mailer_runs:
        _unpause(campaign, send_plan)
        return None
    need_permission(send_plan)
    with mailer_lock(campaign.folder.mailer_lock):
        _unpause(campaign, send_plan)
        return carry_out(campaign, find_wave(campaign, send_plan.name), callbacks)


def _send_plan(
    campaign: Campaign,
    wave: PlannedWave,
    states: tuple[DeliveryState, ...],
    reasons: tuple[str, ...] = (),
    *,
    other_mailer_runs: bool = False,
    uncertain: int = 0,
    again: bool = False,
) -> SendPlan:
    now, rules = campaign.now(), wave_rules(campaign.settings, wave.mailing)
    return SendPlan(
        wave=wave,
        states=states,
        counts=wave.counts,
        languages=wave.languages(*states),
        goes_at=goes_at(campaign, wave),
        deadline_at=rules.deadline_at,
        permission=SendPolicy(campaign.store, rules, wave.mailing, now).wave_permission(now),
        obstacles=reasons,
        other_mailer_runs=other_mailer_runs,
        uncertain=uncertain,
        again=again,
    )


def _release(campaign: Campaign, send_plan: SendPlan) -> None:
    wave = send_plan.wave.mailing
    digest = digest_of(texts_of(read_letters(campaign.folder, wave.letter)[0]))
    campaign.store.write(_release_as_planned, send_plan, digest, campaign.now())


def _release_as_planned(db: Database, send_plan: SendPlan, digest: str, at: dt.datetime) -> None:
    """In one transaction: check that the plan is still valid for the text in the folder, which has this digest, and
    release it. Raises Refused when it is not.
    """
    wave, version = send_plan.wave.mailing, versions.latest(db, send_plan.wave.mailing.letter)
    look = f"look again: campaign send preview --wave {wave.wave}"
    if version is None or (version.id, version.digest) != (wave.version, digest):
        raise Refused("nothing was sent: the letter changed after you looked at it", fix=look)
    if changed := deliveries.changed_recipients(db, wave):
        what = f"these addressees were removed or have a new email address: {joined_names(changed)}"
        raise Refused(f"nothing was sent: {what}", fix=look)
    if not send_plan.again and (names := names_already_reached(db, wave)):
        raise Refused(f"nothing was sent: another wave has just been sent to {joined_names(names)}", fix=look)
    waiting = deliveries.counts(db, wave.id).get(DeliveryState.PLANNED, 0)
    if waiting != send_plan.number or not deliveries.release(db, wave.id, wave.planned_at, at):
        raise Refused(f"another program has just changed or released wave {wave.wave}", fix="campaign send log")


def _recover(campaign: Campaign, wave: PlannedWave) -> int:
    uncertain = campaign.store.write(leases.recover, campaign.now(), MailQueue.LETTER)
    expire(campaign.store, wave_rules(campaign.settings, wave.mailing), wave.mailing.id, campaign.now())
    campaign.store.write(deliveries.cancel_doubles, wave.mailing, campaign.now())
    return uncertain


def _unpause(campaign: Campaign, send_plan: SendPlan) -> None:
    campaign.store.write(_unpause_as_planned, send_plan, server_name(campaign.settings), campaign.now())


def _unpause_as_planned(db: Database, send_plan: SendPlan, server: str, at: dt.datetime) -> None:
    """In one transaction: unpause the wave, queue again what had expired under an earlier deadline, and try the mail
    server again. Raises Refused when more emails wait than the person agreed to, or when it
    was paused again since."""
    agreed = send_plan.wave.mailing
    paused_at, counts = deliveries.mailing_by_id(db, agreed.id).paused_at, deliveries.counts(db, agreed.id)
    waiting = sum(counts.get(state, 0) for state in send_plan.states)
    if waiting > send_plan.number or paused_at != agreed.paused_at:
        raise Refused(f"wave {send_plan.name} has just changed", fix=f"campaign send resume --wave {send_plan.name}")
    if paused_at:
        waves.unpause(db, agreed.id)
    if DeliveryState.EXPIRED in send_plan.states:
        deliveries.cancel_doubles(db, agreed, at)
        deliveries.reopen(db, agreed.id, "the deadline was moved, and the wave resumed", at)
    server_limits.forget(db, server)
