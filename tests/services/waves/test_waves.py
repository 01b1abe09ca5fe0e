"""A wave of the sample campaign: planning, obstacles, releasing, resuming, cancelling, test emails and rehearsal."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path

import pytest

from campaign.adapters.store import directory, people
from campaign.adapters.store.ledger import deliveries
from campaign.core.addressees import Addressee
from campaign.core.delivery.attempt import Outcome
from campaign.core.delivery.states import DeliveryState
from campaign.core.letters import VersionKind
from campaign.core.settings import PLAIN, SmtpTable
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons.change import ChangePolicy
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.letters.freeze import Naming, SignatoryDecision
from campaign.services.sending.order import RunCallbacks
from campaign.services.setup.sample import LETTER, copy_sample
from campaign.services.waves.audience import Audience
from campaign.services.waves.emails_to_oneself import plan_trial, send_trial
from campaign.services.waves.languages import language_for
from campaign.services.waves.obstacles import obstacles
from campaign.services.waves.options import WaveOptions
from campaign.services.waves.pause_and_cancel import cancel, plan_cancel
from campaign.services.waves.plan import PlannedWave, plan_wave, stored_wave
from campaign.services.waves.plan_inputs import WaveInputs, read_wave_inputs
from campaign.services.waves.planned_deliveries import draft_deliveries, planned_deliveries
from campaign.services.waves.rehearse import rehearse
from campaign.services.waves.send import plan_resume, plan_send, resume, schedule, send
from tests.helpers.ledger import NOW, Clock
from tests.helpers.smtp_server import Fault, SmtpServer
from tests.helpers.versions import freeze_letter

LATER = NOW + dt.timedelta(minutes=5)
CHANGED = Naming(VersionKind.SUBSTANCE)
AS_CORRECTION = SignatoryDecision(ChangePolicy.CORRECTION)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def campaign(tmp_path: Path, clock: Clock) -> Iterator[Campaign]:
    """The sample campaign with two addressees who have an email address, one who has none, and eight listed
    organisations."""
    copy_sample(tmp_path, NOW)
    members = [Addressee(f"m{at}", f"Anna Made{at}", f"Made{at}", address=f"m{at}@parliament.example") for at in (1, 2)]
    members.append(Addressee("m3", "Bob Mute", "Mute"))
    signed = [Organisation(f"o{at}", f"Organisation {at}", state=SignOnState.LISTED) for at in range(8)]
    with Campaign(tmp_path, clock=clock) as campaign:
        campaign.store.write(people.put_addressees, LETTER, members, NOW)
        campaign.store.write(directory.put, LETTER, signed, NOW)
        yield campaign


@pytest.fixture
def inputs(campaign: Campaign) -> WaveInputs:
    """What the first wave is planned from, with the text frozen."""
    freeze_letter(campaign.folder.root, "first", NOW)
    return read_wave_inputs(campaign, WaveOptions("first"))


def inputs_for(inputs: WaveInputs, addressees: tuple[Addressee, ...], wave: str = "first") -> WaveInputs:
    """The inputs of a wave to other addressees."""
    state = replace(inputs.state, addressees=addressees)
    return WaveInputs(WaveOptions(wave), state, Audience(state.with_address))


def release(campaign: Campaign, planned: PlannedWave) -> bool:
    """Release a wave as it was planned. Returns whether that was possible."""
    wave = planned.mailing
    return campaign.store.write(deliveries.release, wave.id, wave.planned_at, campaign.now())


def test_nothing_is_planned_without_a_frozen_text(campaign: Campaign) -> None:
    """Without a frozen version there are drafts, but no wave."""
    now = read_wave_inputs(campaign, WaveOptions("first"))
    drafts = draft_deliveries(campaign, now.state, now.audience, NOW)
    assert [draft.address for draft in drafts] == ["m1@parliament.example", "m2@parliament.example"]
    with pytest.raises(Refused, match="no version of the letter is frozen yet"):
        plan_wave(campaign, now)
    assert stored_wave(campaign.store, LETTER, "first") is None


def test_planning_again_changes_no_message(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """Planning again without a change keeps the same bytes; an addressee without an email address is left out."""
    calls: list[None] = []
    first = plan_wave(campaign, inputs, lambda: calls.append(None))
    clock.now = LATER
    again = plan_wave(campaign, inputs)
    assert (again, len(calls)) == (first, 2)
    assert not again.renewed
    assert [delivery.state for delivery in first.deliveries()] == [DeliveryState.PLANNED] * 2
    assert [person.name for person in inputs.state.without_address] == ["Bob Mute"]


def test_a_wave_that_is_cut_off_while_it_is_stored(
    campaign: Campaign, clock: Clock, inputs: WaveInputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interrupted wave is replaced when it is planned again, and reported as changed, so it is never released."""
    monkeypatch.setattr("campaign.services.waves.plan._DELIVERIES_AT_A_TIME", 1)
    calls: list[None] = []

    def cut_off() -> None:
        calls.append(None)
        if len(calls) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan_wave(campaign, inputs, cut_off)
    half = stored_wave(campaign.store, LETTER, "first")
    assert half is not None
    assert half.number() == 1
    clock.now = LATER
    whole = plan_wave(campaign, inputs)
    assert whole.renewed
    assert [delivery.addressee for delivery in whole.deliveries()] == [person.key for person in inputs.audience.people]


def test_a_change_replaces_the_plan(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """With another address or another person, the emails are built again, and reported as changed."""
    plan_wave(campaign, inputs)
    clock.now = LATER
    people = inputs.state.addressees
    moved = replace(people[0], address="other@parliament.example")
    for addressees in ((moved, *people[1:]), people[:1]):
        assert plan_wave(campaign, inputs_for(inputs, addressees)).renewed


def test_a_newer_version_replaces_the_plan(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """A newer version prevents the old plan, and is used by a new one."""
    old = plan_wave(campaign, inputs)
    path = campaign.folder.letter(LETTER) / "letter.en.md"
    path.write_text(path.read_text() + "\nA last word.\n")
    freeze_letter(campaign.folder.root, "second", LATER, CHANGED, AS_CORRECTION)
    now = read_wave_inputs(campaign, WaveOptions("first"))
    against = obstacles(campaign, now, old)
    assert against == ("a newer version is frozen: plan these emails again with campaign send preview",)
    clock.now = LATER
    renewed = plan_wave(campaign, now)
    assert renewed.renewed
    assert obstacles(campaign, now, renewed) == ()


def test_a_version_with_an_older_text(campaign: Campaign, inputs: WaveInputs) -> None:
    """A version with the same words as an older one is a version of its own, and the plan uses it."""
    plan_wave(campaign, inputs)
    path = campaign.folder.letter(LETTER) / "letter.en.md"
    before = path.read_text()
    for text in (before + "\nA last word.\n", before):
        path.write_text(text)
        freeze_letter(campaign.folder.root, "again", NOW, CHANGED, AS_CORRECTION)
    now = read_wave_inputs(campaign, WaveOptions("first"))
    assert obstacles(campaign, now, plan_wave(campaign, now)) == ()


def test_a_released_wave_is_never_planned_again(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """A released wave does not change, whatever else changes."""
    assert release(campaign, plan_wave(campaign, inputs))
    clock.now = LATER
    now = plan_wave(campaign, inputs_for(inputs, inputs.state.addressees[:1]))
    assert [delivery.state for delivery in now.deliveries()] == [DeliveryState.QUEUED] * 2


def test_obstacles_to_a_wave(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """A changed text, too few signatories, a deadline in the past and repeated addressees are named in one sentence
    each."""
    planned = plan_wave(campaign, inputs)
    assert obstacles(campaign, inputs, planned) == ()
    assert release(campaign, plan_wave(campaign, inputs_for(inputs, inputs.state.addressees[1:2], "other")))
    path = campaign.folder.letter(LETTER) / "letter.en.md"
    path.write_text(path.read_text() + "\nA last word.\n")
    now = read_wave_inputs(campaign, WaveOptions("first"))
    stale = replace(now, state=replace(now.state, organisations=now.state.organisations[:7]))
    clock.now = campaign.settings.campaign.deadline_at
    assert obstacles(campaign, stale, planned) == (
        "the letter has changed since it was frozen: freeze it again, or undo the change",
        "the letter has 7 listed signatories; minimum_signatories in campaign.toml asks for at least 8",
        "the deadline has passed",
        "another wave has already reached Anna Made2: use --again to send it again",
    )


def test_a_wave_without_addressees(campaign: Campaign, inputs: WaveInputs) -> None:
    """A wave without addressees cannot be released."""
    empty = inputs_for(inputs, (), "empty")
    against = obstacles(campaign, empty, plan_wave(campaign, empty))
    assert against == ("there is nobody to write to: add people with campaign addressee import",)


def with_new_keys(inputs: WaveInputs, wave: str) -> WaveInputs:
    """The same people with other keys."""
    return inputs_for(
        inputs, tuple(replace(person, key=f"new-{person.key}") for person in inputs.state.addressees), wave
    )


def test_an_addressee_who_waits_in_another_wave(campaign: Campaign, inputs: WaveInputs) -> None:
    """An addressee who waits in one wave is an obstacle to another."""
    first, store = plan_wave(campaign, inputs), campaign.store
    assert store.read(deliveries.recipients, LETTER, "second") == frozenset()
    assert release(campaign, first)
    keys, addresses = {"m1", "m2"}, {delivery.address for delivery in first.deliveries()}
    assert store.read(deliveries.recipients, LETTER, "second") == keys | addresses
    second = with_new_keys(inputs, "second")
    assert obstacles(campaign, second, plan_wave(campaign, second))[-1].startswith(
        "another wave has already reached Anna Made1, Anna Made2"
    )
    assert store.read(deliveries.recipients, LETTER, "first") == frozenset()


def test_a_plan_that_changed_since_is_not_released(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """A wave that was planned again after the plan was shown is not sent."""
    set_mail_server(campaign, 25)
    send_plan = plan_send(campaign, inputs)
    clock.now = LATER
    plan_wave(campaign, inputs_for(inputs, inputs.state.addressees[:1]))
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="another program has just changed or released wave first"):
            act(campaign, send_plan)
    now = stored_wave(campaign.store, LETTER, "first")
    assert now is not None
    assert [delivery.state for delivery in now.deliveries()] == [DeliveryState.PLANNED]


def test_a_wave_that_was_cancelled_since_is_not_released(campaign: Campaign, inputs: WaveInputs) -> None:
    """A wave that was cancelled after the plan was shown is not released."""
    set_mail_server(campaign, 25)
    send_plan = plan_send(campaign, inputs)
    cancel(campaign, plan_cancel(campaign, "first"))
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="another program has just changed or released wave first"):
            act(campaign, send_plan)
    now = stored_wave(campaign.store, LETTER, "first")
    assert now is not None
    assert not now.is_released


def test_a_wave_whose_letter_changed_since_is_not_released(campaign: Campaign, inputs: WaveInputs) -> None:
    """A change of the text after the plan was shown stops the wave, until it is undone."""
    set_mail_server(campaign, 25)
    send_plan = plan_send(campaign, inputs)
    path = campaign.folder.root / "letters" / LETTER / "letter.en.md"
    text = path.read_text("utf-8")
    path.write_text(f"{text}\nOne more word.\n", "utf-8")
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="nothing was sent: the letter changed after you looked at it"):
            act(campaign, send_plan)
    path.write_text(text, "utf-8")
    schedule(campaign, send_plan)


def test_a_wave_to_a_removed_addressee_is_not_released(campaign: Campaign, inputs: WaveInputs) -> None:
    """After the plan was shown, a removed addressee or a new address stops the wave."""
    set_mail_server(campaign, 25)
    send_plan, store = plan_send(campaign, inputs), campaign.store
    (first, second, _) = inputs.state.addressees
    store.write(people.remove_addressee, LETTER, first.key)
    store.write(people.put_addressees, LETTER, [replace(second, address="new@parliament.example")], NOW)
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(
            Refused, match="these addressees were removed or have a new email address: Anna Made1, Anna Made2"
        ):
            act(campaign, send_plan)
    now = stored_wave(store, LETTER, "first")
    assert now is not None
    assert not now.is_released


def test_of_two_waves_to_the_same_people_one_is_released(campaign: Campaign, inputs: WaveInputs) -> None:
    """Of two waves to the same people that were shown at the same time, one can be sent; with --again both can."""
    set_mail_server(campaign, 25)
    second = with_new_keys(inputs, "second")
    campaign.store.write(people.put_addressees, LETTER, second.state.addressees, NOW)
    both = plan_send(campaign, inputs), plan_send(campaign, second)
    repeated = plan_send(campaign, replace(second, options=replace(second.options, again=True)))
    schedule(campaign, both[0])
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="another wave has just been sent to Anna Made1, Anna Made2"):
            act(campaign, both[1])
    schedule(campaign, repeated)


def test_a_plan_with_an_obstacle_is_not_released(campaign: Campaign, inputs: WaveInputs) -> None:
    """Sending and scheduling check for obstacles, even if the caller did not."""
    empty = plan_send(campaign, inputs_for(inputs, (), "empty"))
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="there is nobody to write to"):
            act(campaign, empty)


def test_more_emails_than_agreed_are_not_sent(campaign: Campaign, inputs: WaveInputs) -> None:
    """Resuming is refused when more emails wait than the plan said."""
    wave = plan_wave(campaign, inputs)
    assert release(campaign, wave)
    (first, _) = wave.deliveries()
    assert campaign.store.write(deliveries.settle, first.id, DeliveryState.QUEUED, DeliveryState.SENT, "by hand", NOW)
    resume_plan = plan_resume(campaign, "first")
    assert campaign.store.write(
        deliveries.settle, first.id, DeliveryState.SENT, DeliveryState.QUEUED, "it did not", NOW
    )
    assert (resume_plan.number, wave.number(DeliveryState.QUEUED)) == (1, 2)
    with pytest.raises(Refused, match="wave first has just changed"):
        resume(campaign, resume_plan, RunCallbacks())


def test_a_wave_that_was_planned_again_is_not_cancelled(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """A wave that was planned again since is not cancelled."""
    plan_wave(campaign, inputs)
    cancel_plan = plan_cancel(campaign, "first")
    clock.now = LATER
    assert plan_wave(campaign, inputs_for(inputs, inputs.state.addressees[:1])).renewed
    with pytest.raises(Refused, match="wave first has just been planned again"):
        cancel(campaign, cancel_plan)
    assert cancel(campaign, plan_cancel(campaign, "first")) == 1


@pytest.mark.parametrize(("own", "languages", "chosen"), [
    ("de", ("en", "de"), "de"), ("fr", ("de", "en"), "en"), ("", ("de", "en"), "en"), ("fr", ("nl", "de"), "de"),
])  # fmt: skip
def test_the_language_of_an_email(own: str, languages: tuple[str, ...], chosen: str) -> None:
    """An addressee's own language if the letter has it, else English, else the first."""
    person = Addressee("m1", "Anna Made", "Made", language=own)
    assert language_for(person, dict.fromkeys(languages)) == chosen


def set_mail_server(campaign: Campaign, port: int) -> None:
    """Set the campaign's mail server."""
    campaign.settings = replace(campaign.settings, smtp=SmtpTable("127.0.0.1", port, PLAIN))


async def send_trials(campaign: Campaign, *, only_first: bool) -> list[Outcome]:
    plan = plan_trial(campaign, "me@coalition.example", only_first=only_first)
    return list(await asyncio.to_thread(send_trial, campaign, plan))


@pytest.mark.usefixtures("inputs")
async def test_a_trial_is_sent_to_the_tester_only(campaign: Campaign) -> None:
    """Test emails are marked and go to the tester only, not to addressees."""
    async with SmtpServer().listening() as server:
        set_mail_server(campaign, server.port)
        outcomes = await send_trials(campaign, only_first=False)
    assert [outcome.code for outcome in outcomes] == [250, 250]
    assert server.recipients == ["me@coalition.example"] * 2
    for message in server.messages:
        parsed = message_from_bytes(message.content, policy=policy.default)
        assert parsed["Subject"].startswith("[test] ")
        assert [address.addr_spec for address in parsed["To"].addresses] == ["me@coalition.example"]
        assert b"@parliament.example" not in message.content


@pytest.mark.usefixtures("inputs")
async def test_a_trial_that_fails(campaign: Campaign) -> None:
    """The outcome of each test email is the server's answer, or that it cannot be reached."""
    async with SmtpServer(faults=[Fault("rcpt", b"550 5.1.1 no\r\n")]).listening() as server:
        set_mail_server(campaign, server.port)
        (refused,) = await send_trials(campaign, only_first=True)
    (unreached,) = await send_trials(campaign, only_first=True)
    assert (refused.code, refused.text) == (550, "5.1.1 no")
    assert (unreached.code, unreached.stage) == (None, "connect")


async def test_a_rehearsal_sends_the_exact_emails(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """A rehearsal receives the exact emails, at any hour, and does not change the campaign's database."""
    clock.now = dt.datetime.now(dt.UTC)
    rehearsal = await rehearse(campaign, inputs)
    planned = list(planned_deliveries(campaign, inputs.state, inputs.audience, "first", clock.now))
    assert sorted(mail.content for mail in rehearsal.messages) == sorted(mail.message for mail in planned)
    assert sorted(mail.recipient for mail in rehearsal.messages) == ["m1@parliament.example", "m2@parliament.example"]
    assert [delivery.state for delivery in rehearsal.deliveries] == [DeliveryState.SENT] * 2
    assert rehearsal.stop_reason == ""
    assert campaign.store.read(deliveries.mailings, LETTER) == ()


def test_a_wave_is_read_in_pages(campaign: Campaign, inputs: WaveInputs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the page size, each delivery and each event is read once and in order."""
    monkeypatch.setattr("campaign.services.waves.plan._ROWS_AT_A_TIME", 1)
    wave, store = plan_wave(campaign, inputs), campaign.store
    ids = [delivery.id for delivery in wave.deliveries()]
    assert len(ids) == wave.number() == len(inputs.audience.people)
    assert release(campaign, wave)
    store.write(deliveries.note, ids[1], DeliveryState.QUEUED, "looked at", NOW)
    store.write(deliveries.close, wave.mailing.id, DeliveryState.CANCELLED, "called off", LATER)
    assert [delivery.id for delivery in wave.deliveries(DeliveryState.QUEUED, DeliveryState.CANCELLED)] == ids
    assert [(event.delivery, event.text) for event in wave.events()] == [
        (ids[1], "looked at"),
        *((delivery_id, "called off") for delivery_id in ids),
    ]
    assert wave.languages(DeliveryState.CANCELLED) == wave.languages()
    assert wave.languages(DeliveryState.QUEUED) == {}
