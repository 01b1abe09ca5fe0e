"""Sending a wave: what would go is a plan, and exactly that is then released and sent."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from campaign.adapters.files.folder import read_letters
from campaign.adapters.files.lock import try_lock
from campaign.adapters.store import versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries, leases, waves
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.permission import Permission
from campaign.core.delivery.rules import wave_rules
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.core.letters import digest_of, texts_of
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.sending.order import RunCallbacks
from campaign.services.sending.send_policy import SendPolicy
from campaign.services.sending.send_wave import expire, mailer_lock
from campaign.services.waves.carry_out import WaveResult, WrittenWave, carry_out
from campaign.services.waves.inputs import WaveInputs
from campaign.services.waves.obstacles import names_already_reached, obstacles
from campaign.services.waves.plan import PlannedWave, find_wave, plan_wave
from campaign.services.waves.preview import goes_at


@dataclass(frozen=True, slots=True)
class SendPlan:
    """What would go if a person said so now."""

    wave: PlannedWave
    states: tuple[DeliveryState, ...]
    """The mails in these states would go."""
    counts: Mapping[DeliveryState, int]
    """How many of the wave's mails stand in each state."""
    languages: Mapping[str, int]
    """How many of the mails that would go are written in each language."""
    goes_at: dt.datetime | None
    """From when on they go, aware UTC; None for at once."""
    deadline_at: dt.datetime
    """From then on none of them goes, aware UTC."""
    permission: Permission
    """Whether they may go now."""
    obstacles: tuple[str, ...] = ()
    """Why the wave must not be released, a sentence each."""
    other_mailer_runs: bool = False
    """Whether another mailer is at work, which goes on with a wave that was paused."""
    uncertain: int = 0
    """How many mails were on the way when a mailer ended, and have become uncertain."""
    again: bool = False
    """Whether the mails may go to those who had the letter in another wave."""

    @property
    def name(self) -> str:
        """The wave's name."""
        return self.wave.mailing.wave

    @property
    def number(self) -> int:
        """How many mails would go."""
        return sum(number for state, number in self.counts.items() if state in self.states)


def plan_send(campaign: Campaign, inputs: WaveInputs, progress: Callable[[], object] = lambda: None) -> SendPlan:
    """Plan the wave's mails, calling `progress` for each, and what releasing them would do.

    A wave that was released before is returned as it stands. Raises Refused while no version is frozen and ComposeError
    when a mail cannot be built.
    """
    wave = plan_wave(campaign, inputs, progress)
    reasons = () if wave.is_released else obstacles(campaign, inputs, wave)
    again = inputs.options.again or wave.mailing.purpose.is_follow_up
    return _send_plan(campaign, wave, (DeliveryState.PLANNED,), reasons, again=again)


def need_no_obstacle(send_plan: SendPlan) -> None:
    """Raises Refused, naming all that stands against releasing the wave."""
    if send_plan.wave.renewed:
        hint = f"campaign send preview --wave {send_plan.name}"
        raise Refused("the mails changed since you looked at them", fix=hint)
    if send_plan.obstacles:
        lines = "\n".join(f"  - {sentence}" for sentence in send_plan.obstacles)
        raise Refused(f"not sent:\n{lines}", fix="campaign status")


def need_permission(send_plan: SendPlan) -> None:
    """Raises Refused when nothing may go now."""
    permission, name = send_plan.permission, send_plan.name
    if permission.is_final:
        raise Refused(f"nothing may go: {permission.why}", fix="campaign status; campaign timetable")
    if not permission.granted:
        release = f"campaign send go --wave {name} --schedule releases it, and "
        hint = f"{'' if send_plan.wave.is_released else release}campaign send run sends it then"
        raise Refused(f"nothing may go now: {permission.why}", fix=hint)


def need_server(campaign: Campaign) -> None:
    """Raises Refused when no mail server is set, so that nothing would be sent later."""
    if campaign.settings.smtp is None:
        raise Refused("no mail server is set, so nothing would go", fix="fill in [smtp] in campaign.toml")


def send(campaign: Campaign, send_plan: SendPlan, callbacks: RunCallbacks) -> WaveResult | WrittenWave:
    """Release the wave as planned, and send it. Raises Refused when something stands against it, when the plan is
    stale, and when another mailer is at work."""
    need_no_obstacle(send_plan)
    need_permission(send_plan)
    with mailer_lock(campaign.folder.mailer_lock):
        _release(campaign, send_plan)
        return carry_out(campaign, find_wave(campaign, send_plan.name), callbacks)


def schedule(campaign: Campaign, send_plan: SendPlan) -> None:
    """Release the wave as planned, and leave the sending to the mailer that runs, or will. Raises Refused as `send`."""
    need_no_obstacle(send_plan)
    need_server(campaign)
    _release(campaign, send_plan)


def plan_resume(campaign: Campaign, wave: str) -> SendPlan:
    """What going on with a released wave would do. What a mailer left that is gone is taken up, and what is too late is
    closed.

    Raises UsageError when there is no such wave, Refused when it was never released, or when another mailer is at work
    and the wave is not paused.
    """
    planned = find_wave(campaign, wave)
    if not planned.is_released:
        raise Refused(f"wave {wave} was never released", fix=f"campaign send go --wave {wave}")
    with try_lock(campaign.folder.mailer_lock) as is_ours:
        if not is_ours and not planned.mailing.paused_at:
            raise Refused("another mailer is at work on this campaign", fix="wait for it, or stop it first")
        uncertain = _recover(campaign, planned) if is_ours else 0
    return _send_plan(campaign, planned, WAITING, other_mailer_runs=not is_ours, uncertain=uncertain)


def resume(campaign: Campaign, send_plan: SendPlan, callbacks: RunCallbacks) -> WaveResult | WrittenWave | None:
    """Go on with the wave as planned. None where that is left to the mailer that is at work.

    Raises Refused when nothing may go now, when the plan is stale, and when another mailer has come meanwhile.
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
    """Within one transaction: see that the plan still holds for the text with this digest in the folder, and release.

    Raises Refused when it does not.
    """
    wave, version = send_plan.wave.mailing, versions.latest(db, send_plan.wave.mailing.letter)
    look = f"look again: campaign send preview --wave {wave.wave}"
    if version is None or (version.id, version.digest) != (wave.version, digest):
        raise Refused("nothing was sent: the letter changed while it was shown", fix=look)
    if changed := deliveries.changed_recipients(db, wave):
        what = f"off the list, or with another mail address, since they were shown: {joined_names(changed)}"
        raise Refused(f"nothing was sent: {what}", fix=look)
    if not send_plan.again and (names := names_already_reached(db, wave)):
        raise Refused(f"nothing was sent: written to in another wave just now: {joined_names(names)}", fix=look)
    waiting = deliveries.counts(db, wave.id).get(DeliveryState.PLANNED, 0)
    if waiting != send_plan.number or not deliveries.release(db, wave.id, wave.planned_at, at):
        raise Refused(f"wave {wave.wave} was changed or released by another program just now", fix="campaign send log")


def _recover(campaign: Campaign, wave: PlannedWave) -> int:
    uncertain = campaign.store.write(leases.recover, campaign.now())
    expire(campaign.store, wave_rules(campaign.settings, wave.mailing), wave.mailing.id, campaign.now())
    return uncertain


def _unpause(campaign: Campaign, send_plan: SendPlan) -> None:
    campaign.store.write(_unpause_as_planned, send_plan)


def _unpause_as_planned(db: Database, send_plan: SendPlan) -> None:
    """Within one transaction: let it go on. Raises Refused when more mails wait than the person has agreed to, or when
    it was paused meanwhile."""
    agreed = send_plan.wave.mailing
    paused_at, counts = deliveries.mailing_by_id(db, agreed.id).paused_at, deliveries.counts(db, agreed.id)
    waiting = sum(counts.get(state, 0) for state in send_plan.states)
    if waiting > send_plan.number or paused_at != agreed.paused_at:
        raise Refused(f"wave {send_plan.name} changed just now", fix=f"campaign send resume --wave {send_plan.name}")
    if paused_at:
        waves.unpause(db, agreed.id)
