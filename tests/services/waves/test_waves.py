"""A dispatch from its plan to its end, with the sample campaign: what is kept, what stands against it, tries."""

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
from campaign.services.waves.inputs import WaveInputs, read_wave_inputs
from campaign.services.waves.languages import language_for
from campaign.services.waves.obstacles import obstacles
from campaign.services.waves.options import WaveOptions
from campaign.services.waves.pause_and_cancel import cancel, plan_cancel
from campaign.services.waves.plan import PlannedWave, plan_wave, stored_wave
from campaign.services.waves.planned_deliveries import draft_deliveries, planned_deliveries
from campaign.services.waves.rehearse import rehearse
from campaign.services.waves.send import plan_resume, plan_send, resume, schedule, send
from campaign.services.waves.trial import plan_trial, send_trial
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
    """The sample's: two addressees with a mail address and one without, eight organisations that sign."""
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
    """The first wave with the text frozen."""
    freeze_letter(campaign.folder.root, "first", NOW)
    return read_wave_inputs(campaign, WaveOptions("first"))


def inputs_for(inputs: WaveInputs, addressees: tuple[Addressee, ...], wave: str = "first") -> WaveInputs:
    """The same wave, or another, for another list of addressees."""
    state = replace(inputs.state, addressees=addressees)
    return WaveInputs(WaveOptions(wave), state, Audience(state.with_address))


def release(campaign: Campaign, planned: PlannedWave) -> bool:
    """Whether a wave can be released as it was planned."""
    wave = planned.mailing
    return campaign.store.write(deliveries.release, wave.id, wave.planned_at, campaign.now())


def test_nothing_is_planned_without_a_frozen_text(campaign: Campaign) -> None:
    """A text that is not frozen makes drafts, never a wave."""
    now = read_wave_inputs(campaign, WaveOptions("first"))
    drafts = draft_deliveries(campaign, now.state, now.audience, NOW)
    assert [draft.address for draft in drafts] == ["m1@parliament.example", "m2@parliament.example"]
    with pytest.raises(Refused, match="no version of the letter is frozen yet"):
        plan_wave(campaign, now)
    assert stored_wave(campaign.store, LETTER, "first") is None


def test_planning_again_changes_no_message(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """Planning again later, with nothing changed, keeps the mails to the byte; who has no mail address is left out."""
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
    """What was kept of it so far is replaced when it is planned again, and that is told, so it is never released."""
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
    assert [delivery.addressee for delivery in whole.deliveries()] == [each.key for each in inputs.audience.people]


def test_a_change_makes_the_plan_anew(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """Another address, another person or another version: the mails are made anew, and it is said."""
    plan_wave(campaign, inputs)
    clock.now = LATER
    people = inputs.state.addressees
    moved = replace(people[0], address="other@parliament.example")
    for addressees in ((moved, *people[1:]), people[:1]):
        assert plan_wave(campaign, inputs_for(inputs, addressees)).renewed


def test_a_newer_version_makes_the_plan_anew(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """A version frozen since then is what a new plan is of, and stands against the old one."""
    old = plan_wave(campaign, inputs)
    path = campaign.folder.letter(LETTER) / "letter.en.md"
    path.write_text(path.read_text() + "\nA last word.\n")
    freeze_letter(campaign.folder.root, "second", LATER, CHANGED, AS_CORRECTION)
    now = read_wave_inputs(campaign, WaveOptions("first"))
    against = obstacles(campaign, now, old)
    assert against == ("a newer version was frozen since these mails were made: campaign send preview",)
    clock.now = LATER
    renewed = plan_wave(campaign, now)
    assert renewed.renewed
    assert obstacles(campaign, now, renewed) == ()


def test_a_text_that_was_put_back(campaign: Campaign, inputs: WaveInputs) -> None:
    """A version with the words of an older one is one of its own: the plan follows it, though no byte differs."""
    plan_wave(campaign, inputs)
    path = campaign.folder.letter(LETTER) / "letter.en.md"
    before = path.read_text()
    for text in (before + "\nA last word.\n", before):
        path.write_text(text)
        freeze_letter(campaign.folder.root, "again", NOW, CHANGED, AS_CORRECTION)
    now = read_wave_inputs(campaign, WaveOptions("first"))
    assert obstacles(campaign, now, plan_wave(campaign, now)) == ()


def test_a_released_wave_is_never_planned_again(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """Once released, a wave stays as it went out, whatever changes."""
    assert release(campaign, plan_wave(campaign, inputs))
    clock.now = LATER
    now = plan_wave(campaign, inputs_for(inputs, inputs.state.addressees[:1]))
    assert [delivery.state for delivery in now.deliveries()] == [DeliveryState.QUEUED] * 2


def test_what_stands_against_a_wave(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """A changed text, too few signatories, a deadline that passed, people who had the letter: a sentence each."""
    planned = plan_wave(campaign, inputs)
    assert obstacles(campaign, inputs, planned) == ()
    assert release(campaign, plan_wave(campaign, inputs_for(inputs, inputs.state.addressees[1:2], "other")))
    path = campaign.folder.letter(LETTER) / "letter.en.md"
    path.write_text(path.read_text() + "\nA last word.\n")
    now = read_wave_inputs(campaign, WaveOptions("first"))
    stale = replace(now, state=replace(now.state, organisations=now.state.organisations[:7]))
    clock.now = campaign.settings.campaign.deadline_at
    assert obstacles(campaign, stale, planned) == (
        "the text in the folder differs from the frozen version: freeze it again, or put the text back",
        "7 organisations sign, the campaign wants at least 8",
        "the deadline has passed",
        "already written to in another wave: Anna Made2 (--again if that is meant)",
    )


def test_a_wave_without_mails(campaign: Campaign, inputs: WaveInputs) -> None:
    """With nobody to write to, nothing is released."""
    empty = inputs_for(inputs, (), "empty")
    against = obstacles(campaign, empty, plan_wave(campaign, empty))
    assert against == ("there is nobody to write to: campaign addressee import",)


def with_new_keys(inputs: WaveInputs, wave: str) -> WaveInputs:
    """The same people, come back under other keys."""
    return inputs_for(
        inputs, tuple(replace(person, key=f"new-{person.key}") for person in inputs.state.addressees), wave
    )


def test_who_waits_in_another_wave_counts_as_written_to(campaign: Campaign, inputs: WaveInputs) -> None:
    """Two waves cannot both be on their way to one person without being told so."""
    first, store = plan_wave(campaign, inputs), campaign.store
    assert store.read(deliveries.recipients, LETTER, "second") == frozenset()
    assert release(campaign, first)
    keys, addresses = {"m1", "m2"}, {delivery.address for delivery in first.deliveries()}
    assert store.read(deliveries.recipients, LETTER, "second") == keys | addresses
    second = with_new_keys(inputs, "second")
    assert obstacles(campaign, second, plan_wave(campaign, second))[-1].startswith(
        "already written to in another wave: Anna Made1, Anna Made2"
    )
    assert store.read(deliveries.recipients, LETTER, "first") == frozenset()


def test_a_plan_that_changed_since_is_not_released(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """What somebody else planned anew between the look and the word does not go."""
    set_mail_server(campaign, 25)
    send_plan = plan_send(campaign, inputs)
    clock.now = LATER
    plan_wave(campaign, inputs_for(inputs, inputs.state.addressees[:1]))
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="wave first was changed or released by another program just now"):
            act(campaign, send_plan)
    now = stored_wave(campaign.store, LETTER, "first")
    assert now is not None
    assert [delivery.state for delivery in now.deliveries()] == [DeliveryState.PLANNED]


def test_a_wave_that_was_called_off_since_is_not_released(campaign: Campaign, inputs: WaveInputs) -> None:
    """Mails that were shown and called off before the word are no longer what was agreed to."""
    set_mail_server(campaign, 25)
    send_plan = plan_send(campaign, inputs)
    cancel(campaign, plan_cancel(campaign, "first"))
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="wave first was changed or released by another program just now"):
            act(campaign, send_plan)
    now = stored_wave(campaign.store, LETTER, "first")
    assert now is not None
    assert not now.is_released


def test_a_wave_whose_letter_changed_since_is_not_released(campaign: Campaign, inputs: WaveInputs) -> None:
    """A word that was changed in the folder between the look and the word stops the wave, until it is put back."""
    set_mail_server(campaign, 25)
    send_plan = plan_send(campaign, inputs)
    path = campaign.folder.root / "letters" / LETTER / "letter.en.md"
    text = path.read_text("utf-8")
    path.write_text(f"{text}\nOne more word.\n", "utf-8")
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="nothing was sent: the letter changed while it was shown"):
            act(campaign, send_plan)
    path.write_text(text, "utf-8")
    schedule(campaign, send_plan)


def test_a_wave_to_somebody_who_left_the_list_since_is_not_released(campaign: Campaign, inputs: WaveInputs) -> None:
    """Who is taken off the list or gets another address between the look and the word gets nothing at the old one."""
    set_mail_server(campaign, 25)
    send_plan, store = plan_send(campaign, inputs), campaign.store
    (first, second, _) = inputs.state.addressees
    store.write(people.remove_addressee, LETTER, first.key)
    store.write(people.put_addressees, LETTER, [replace(second, address="new@parliament.example")], NOW)
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="since they were shown: Anna Made1, Anna Made2"):
            act(campaign, send_plan)
    now = stored_wave(store, LETTER, "first")
    assert now is not None
    assert not now.is_released


def test_who_is_written_to_in_another_wave_since_the_look_is_not_written_to_twice(
    campaign: Campaign, inputs: WaveInputs
) -> None:
    """Of two waves to the same people that are shown at the same time, one goes; with --again both do."""
    set_mail_server(campaign, 25)
    second = with_new_keys(inputs, "second")
    campaign.store.write(people.put_addressees, LETTER, second.state.addressees, NOW)
    both = plan_send(campaign, inputs), plan_send(campaign, second)
    repeated = plan_send(campaign, replace(second, options=replace(second.options, again=True)))
    schedule(campaign, both[0])
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="written to in another wave just now: Anna Made1, Anna Made2"):
            act(campaign, both[1])
    schedule(campaign, repeated)


def test_a_plan_against_which_something_stands_is_not_released(campaign: Campaign, inputs: WaveInputs) -> None:
    """The second function asks the plan again, whatever its caller has asked."""
    empty = plan_send(campaign, inputs_for(inputs, (), "empty"))
    for act in (partial(send, callbacks=RunCallbacks()), schedule):
        with pytest.raises(Refused, match="there is nobody to write to"):
            act(campaign, empty)


def test_more_mails_than_were_agreed_to_do_not_go(campaign: Campaign, inputs: WaveInputs) -> None:
    """Going on with a wave is refused when more of it waits than was shown."""
    wave = plan_wave(campaign, inputs)
    assert release(campaign, wave)
    (first, _) = wave.deliveries()
    assert campaign.store.write(deliveries.settle, first.id, DeliveryState.QUEUED, DeliveryState.SENT, "by hand", NOW)
    resume_plan = plan_resume(campaign, "first")
    assert campaign.store.write(
        deliveries.settle, first.id, DeliveryState.SENT, DeliveryState.QUEUED, "it did not", NOW
    )
    assert (resume_plan.number, wave.number(DeliveryState.QUEUED)) == (1, 2)
    with pytest.raises(Refused, match="wave first changed just now"):
        resume(campaign, resume_plan, RunCallbacks())


def test_a_wave_that_was_planned_anew_is_not_called_off(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """What a person has not seen is not called off."""
    plan_wave(campaign, inputs)
    cancel_plan = plan_cancel(campaign, "first")
    clock.now = LATER
    assert plan_wave(campaign, inputs_for(inputs, inputs.state.addressees[:1])).renewed
    with pytest.raises(Refused, match="wave first was planned anew just now"):
        cancel(campaign, cancel_plan)
    assert cancel(campaign, plan_cancel(campaign, "first")) == 1


@pytest.mark.parametrize(("own", "languages", "chosen"), [
    ("de", ("en", "de"), "de"), ("fr", ("de", "en"), "en"), ("", ("de", "en"), "en"), ("fr", ("nl", "de"), "de"),
])  # fmt: skip
def test_the_language_of_a_mail(own: str, languages: tuple[str, ...], chosen: str) -> None:
    """One's own where the letter has it, else English, else the first."""
    person = Addressee("m1", "Anna Made", "Made", language=own)
    assert language_for(person, dict.fromkeys(languages)) == chosen


def set_mail_server(campaign: Campaign, port: int) -> None:
    """The campaign as set to this mail server."""
    campaign.settings = replace(campaign.settings, smtp=SmtpTable("127.0.0.1", port, PLAIN))


async def send_trials(campaign: Campaign, *, only_first: bool) -> list[Outcome]:
    plan = plan_trial(campaign, "me@coalition.example", only_first=only_first)
    return list(await asyncio.to_thread(send_trial, campaign, plan))


@pytest.mark.usefixtures("inputs")
async def test_a_trial_goes_to_oneself_only(campaign: Campaign) -> None:
    """Test mails are marked, addressed to the one who tries, and say nothing to the addressees or the ledger."""
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
async def test_a_trial_that_fails_says_so(campaign: Campaign) -> None:
    """The server's words on each test mail, also when it cannot be reached."""
    async with SmtpServer(faults=[Fault("rcpt", b"550 5.1.1 no\r\n")]).listening() as server:
        set_mail_server(campaign, server.port)
        (refused,) = await send_trials(campaign, only_first=True)
    (unreached,) = await send_trials(campaign, only_first=True)
    assert (refused.code, refused.text) == (550, "5.1.1 no")
    assert (unreached.code, unreached.stage) == (None, "connect")


async def test_a_rehearsal_is_the_wave(campaign: Campaign, clock: Clock, inputs: WaveInputs) -> None:
    """A rehearsal catches the mails as they would go, at any hour, and leaves the ledger alone."""
    clock.now = dt.datetime.now(dt.UTC)
    rehearsal = await rehearse(campaign, inputs)
    planned = list(planned_deliveries(campaign, inputs.state, inputs.audience, "first", clock.now))
    assert sorted(mail.content for mail in rehearsal.messages) == sorted(mail.message for mail in planned)
    assert sorted(mail.recipient for mail in rehearsal.messages) == ["m1@parliament.example", "m2@parliament.example"]
    assert [delivery.state for delivery in rehearsal.deliveries] == [DeliveryState.SENT] * 2
    assert rehearsal.stop_reason == ""
    assert campaign.store.read(deliveries.mailings, LETTER) == ()


def test_a_plan_is_read_a_part_at_a_time(
    campaign: Campaign, inputs: WaveInputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However small the parts, each mail and each event comes once, in its order."""
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
