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
from campaign.core.delivery.states import State
from campaign.core.letters import Kind
from campaign.core.settings import PLAIN, SmtpTable
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons.change import Way
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.letters.freeze import ForSignatories, Naming
from campaign.services.sending.order import Callbacks
from campaign.services.setup.sample import LETTER, copy_sample
from campaign.services.waves.aim import Aim
from campaign.services.waves.audience import Audience
from campaign.services.waves.go import plan_resume, plan_send, resume, schedule, send
from campaign.services.waves.guard import obstacles
from campaign.services.waves.languages import language_for
from campaign.services.waves.mails import draft_mails, mails
from campaign.services.waves.outlook import Outlook, read_outlook
from campaign.services.waves.plan import Plan, kept, plan
from campaign.services.waves.rehearse import rehearse
from campaign.services.waves.steer import cancel, plan_cancel
from campaign.services.waves.trial import plan_trial, send_trial
from tests.helpers.ledger import NOW, Clock
from tests.helpers.smtp_server import Fault, SmtpServer
from tests.helpers.versions import freeze_letter

LATER = NOW + dt.timedelta(minutes=5)
CHANGED = Naming(Kind.SUBSTANCE)
TOLD = ForSignatories(Way.CORRECTION)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def campaign(tmp_path: Path, clock: Clock) -> Iterator[Campaign]:
    """The sample's: two addressees with a mail address and one without, eight organisations that sign."""
    copy_sample(tmp_path, NOW)
    members = [Addressee(f"m{at}", f"Anna Made{at}", f"Made{at}", mail=f"m{at}@parliament.example") for at in (1, 2)]
    members.append(Addressee("m3", "Bob Mute", "Mute"))
    signed = [Organisation(f"o{at}", f"Organisation {at}", state=SignOnState.LISTED) for at in range(8)]
    with Campaign(tmp_path, clock=clock) as campaign:
        campaign.store.write(people.put_addressees, LETTER, members, NOW)
        campaign.store.write(directory.put, LETTER, signed, NOW)
        yield campaign


@pytest.fixture
def outlook(campaign: Campaign) -> Outlook:
    """The first wave with the text frozen."""
    freeze_letter(campaign.folder.root, "first", NOW)
    return read_outlook(campaign, Aim("first"))


def listing(outlook: Outlook, addressees: tuple[Addressee, ...], wave: str = "first") -> Outlook:
    """The same wave, or another, for another list of addressees."""
    state = replace(outlook.state, addressees=addressees)
    return Outlook(Aim(wave), state, Audience(state.with_mail))


def released(campaign: Campaign, planned: Plan) -> bool:
    """Whether a wave can be released as it was planned."""
    wave = planned.dispatch
    return campaign.store.write(deliveries.release, wave.id, wave.planned_at, campaign.now())


def test_nothing_is_planned_without_a_frozen_text(campaign: Campaign) -> None:
    """A text that is not frozen makes drafts, never a wave."""
    now = read_outlook(campaign, Aim("first"))
    drafts = draft_mails(campaign, now.state, now.audience, NOW)
    assert [draft.mail for draft in drafts] == ["m1@parliament.example", "m2@parliament.example"]
    with pytest.raises(Refused, match="no version of the letter is frozen yet"):
        plan(campaign, now)
    assert kept(campaign.store, LETTER, "first") is None


def test_a_plan_is_kept_as_it_was_shown(campaign: Campaign, clock: Clock, outlook: Outlook) -> None:
    """Planning again later, with nothing changed, keeps the mails to the byte; who has no mail address is left out."""
    told: list[None] = []
    first = plan(campaign, outlook, lambda: told.append(None))
    clock.now = LATER
    again = plan(campaign, outlook)
    assert (again, len(told)) == (first, 2)
    assert not again.renewed
    assert [each.state for each in first.mails()] == [State.PLANNED] * 2
    assert [person.name for person in outlook.state.without_mail] == ["Bob Mute"]


def test_a_wave_that_is_cut_off_while_it_is_kept(
    campaign: Campaign, clock: Clock, outlook: Outlook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept of it so far is replaced when it is planned again, and that is told, so it is never released."""
    monkeypatch.setattr("campaign.services.waves.plan._AT_A_TIME", 1)
    told: list[None] = []

    def cut_off() -> None:
        told.append(None)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan(campaign, outlook, cut_off)
    half = kept(campaign.store, LETTER, "first")
    assert half is not None
    assert half.number() == 1
    clock.now = LATER
    whole = plan(campaign, outlook)
    assert whole.renewed
    assert [each.addressee for each in whole.mails()] == [each.key for each in outlook.audience.people]


def test_a_change_makes_the_plan_anew(campaign: Campaign, clock: Clock, outlook: Outlook) -> None:
    """Another address, another person or another version: the mails are made anew, and it is said."""
    plan(campaign, outlook)
    clock.now = LATER
    people = outlook.state.addressees
    moved = replace(people[0], mail="other@parliament.example")
    for addressees in ((moved, *people[1:]), people[:1]):
        assert plan(campaign, listing(outlook, addressees)).renewed


def test_a_newer_version_makes_the_plan_anew(campaign: Campaign, clock: Clock, outlook: Outlook) -> None:
    """A version frozen since then is what a new plan is of, and stands against the old one."""
    old = plan(campaign, outlook)
    path = campaign.folder.letter(LETTER) / "letter.en.md"
    path.write_text(path.read_text() + "\nA last word.\n")
    freeze_letter(campaign.folder.root, "second", LATER, CHANGED, TOLD)
    now = read_outlook(campaign, Aim("first"))
    against = obstacles(campaign, now, old)
    assert against == ("a newer version was frozen since these mails were made: campaign send preview",)
    clock.now = LATER
    renewed = plan(campaign, now)
    assert renewed.renewed
    assert obstacles(campaign, now, renewed) == ()


def test_a_text_that_was_put_back(campaign: Campaign, outlook: Outlook) -> None:
    """A version with the words of an older one is one of its own: the plan follows it, though no byte differs."""
    plan(campaign, outlook)
    path = campaign.folder.letter(LETTER) / "letter.en.md"
    before = path.read_text()
    for text in (before + "\nA last word.\n", before):
        path.write_text(text)
        freeze_letter(campaign.folder.root, "again", NOW, CHANGED, TOLD)
    now = read_outlook(campaign, Aim("first"))
    assert obstacles(campaign, now, plan(campaign, now)) == ()


def test_a_released_wave_is_never_planned_again(campaign: Campaign, clock: Clock, outlook: Outlook) -> None:
    """Once released, a wave stays as it went out, whatever changes."""
    assert released(campaign, plan(campaign, outlook))
    clock.now = LATER
    now = plan(campaign, listing(outlook, outlook.state.addressees[:1]))
    assert [each.state for each in now.mails()] == [State.QUEUED] * 2


def test_what_stands_against_a_wave(campaign: Campaign, clock: Clock, outlook: Outlook) -> None:
    """A changed text, too few signatories, a deadline that passed, people who had the letter: a sentence each."""
    planned = plan(campaign, outlook)
    assert obstacles(campaign, outlook, planned) == ()
    assert released(campaign, plan(campaign, listing(outlook, outlook.state.addressees[1:2], "other")))
    path = campaign.folder.letter(LETTER) / "letter.en.md"
    path.write_text(path.read_text() + "\nA last word.\n")
    now = read_outlook(campaign, Aim("first"))
    stale = replace(now, state=replace(now.state, organisations=now.state.organisations[:7]))
    clock.now = campaign.settings.campaign.deadline_at
    assert obstacles(campaign, stale, planned) == (
        "the text in the folder differs from the frozen version: freeze it again, or put the text back",
        "7 organisations sign, the campaign wants at least 8",
        "the deadline has passed",
        "already written to in another wave: Anna Made2 (--again if that is meant)",
    )


def test_a_wave_without_mails(campaign: Campaign, outlook: Outlook) -> None:
    """With nobody to write to, nothing is released."""
    empty = listing(outlook, (), "empty")
    against = obstacles(campaign, empty, plan(campaign, empty))
    assert against == ("there is nobody to write to: campaign addressee import",)


def renamed(outlook: Outlook, wave: str) -> Outlook:
    """The same people, come back under other keys."""
    return listing(outlook, tuple(replace(each, key=f"new-{each.key}") for each in outlook.state.addressees), wave)


def test_who_waits_in_another_wave_counts_as_written_to(campaign: Campaign, outlook: Outlook) -> None:
    """Two waves cannot both be on their way to one person without being told so."""
    first, store = plan(campaign, outlook), campaign.store
    assert store.read(deliveries.reached, LETTER, "second") == frozenset()
    assert released(campaign, first)
    keys, addresses = {"m1", "m2"}, {each.mail for each in first.mails()}
    assert store.read(deliveries.reached, LETTER, "second") == keys | addresses
    second = renamed(outlook, "second")
    assert obstacles(campaign, second, plan(campaign, second))[-1].startswith(
        "already written to in another wave: Anna Made1, Anna Made2"
    )
    assert store.read(deliveries.reached, LETTER, "first") == frozenset()


def test_a_plan_that_changed_since_is_not_released(campaign: Campaign, clock: Clock, outlook: Outlook) -> None:
    """What somebody else planned anew between the look and the word does not go."""
    served_by(campaign, 25)
    shown = plan_send(campaign, outlook)
    clock.now = LATER
    plan(campaign, listing(outlook, outlook.state.addressees[:1]))
    for act in (partial(send, callbacks=Callbacks()), schedule):
        with pytest.raises(Refused, match="wave first was changed or released by another program just now"):
            act(campaign, shown)
    now = kept(campaign.store, LETTER, "first")
    assert now is not None
    assert [each.state for each in now.mails()] == [State.PLANNED]


def test_a_wave_that_was_called_off_since_is_not_released(campaign: Campaign, outlook: Outlook) -> None:
    """Mails that were shown and called off before the word are no longer what was agreed to."""
    served_by(campaign, 25)
    shown = plan_send(campaign, outlook)
    cancel(campaign, plan_cancel(campaign, "first"))
    for act in (partial(send, callbacks=Callbacks()), schedule):
        with pytest.raises(Refused, match="wave first was changed or released by another program just now"):
            act(campaign, shown)
    now = kept(campaign.store, LETTER, "first")
    assert now is not None
    assert not now.is_released


def test_a_wave_whose_letter_changed_since_is_not_released(campaign: Campaign, outlook: Outlook) -> None:
    """A word that was changed in the folder between the look and the word stops the wave, until it is put back."""
    served_by(campaign, 25)
    shown = plan_send(campaign, outlook)
    path = campaign.folder.root / "letters" / LETTER / "letter.en.md"
    text = path.read_text("utf-8")
    path.write_text(f"{text}\nOne more word.\n", "utf-8")
    for act in (partial(send, callbacks=Callbacks()), schedule):
        with pytest.raises(Refused, match="nothing was sent: the letter changed while it was shown"):
            act(campaign, shown)
    path.write_text(text, "utf-8")
    schedule(campaign, shown)


def test_a_wave_to_somebody_who_left_the_list_since_is_not_released(campaign: Campaign, outlook: Outlook) -> None:
    """Who is taken off the list or gets another address between the look and the word gets nothing at the old one."""
    served_by(campaign, 25)
    shown, store = plan_send(campaign, outlook), campaign.store
    (first, second, _) = outlook.state.addressees
    store.write(people.remove_addressee, LETTER, first.key)
    store.write(people.put_addressees, LETTER, [replace(second, mail="new@parliament.example")], NOW)
    for act in (partial(send, callbacks=Callbacks()), schedule):
        with pytest.raises(Refused, match="since they were shown: Anna Made1, Anna Made2"):
            act(campaign, shown)
    now = kept(store, LETTER, "first")
    assert now is not None
    assert not now.is_released


def test_who_is_written_to_in_another_wave_since_the_look_is_not_written_to_twice(
    campaign: Campaign, outlook: Outlook
) -> None:
    """Of two waves to the same people that are shown at the same time, one goes; with --again both do."""
    served_by(campaign, 25)
    second = renamed(outlook, "second")
    campaign.store.write(people.put_addressees, LETTER, second.state.addressees, NOW)
    both = plan_send(campaign, outlook), plan_send(campaign, second)
    meant = plan_send(campaign, replace(second, aim=replace(second.aim, again=True)))
    schedule(campaign, both[0])
    for act in (partial(send, callbacks=Callbacks()), schedule):
        with pytest.raises(Refused, match="written to in another wave just now: Anna Made1, Anna Made2"):
            act(campaign, both[1])
    schedule(campaign, meant)


def test_a_plan_against_which_something_stands_is_not_released(campaign: Campaign, outlook: Outlook) -> None:
    """The second function asks the plan again, whatever its caller has asked."""
    empty = plan_send(campaign, listing(outlook, (), "empty"))
    for act in (partial(send, callbacks=Callbacks()), schedule):
        with pytest.raises(Refused, match="there is nobody to write to"):
            act(campaign, empty)


def test_more_mails_than_were_agreed_to_do_not_go(campaign: Campaign, outlook: Outlook) -> None:
    """Going on with a wave is refused when more of it waits than was shown."""
    wave = plan(campaign, outlook)
    assert released(campaign, wave)
    (first, _) = wave.mails()
    assert campaign.store.write(deliveries.settle, first.id, State.QUEUED, State.SENT, "by hand", NOW)
    shown = plan_resume(campaign, "first")
    assert campaign.store.write(deliveries.settle, first.id, State.SENT, State.QUEUED, "it did not", NOW)
    assert (shown.number, wave.number(State.QUEUED)) == (1, 2)
    with pytest.raises(Refused, match="wave first changed just now"):
        resume(campaign, shown, Callbacks())


def test_a_wave_that_was_planned_anew_is_not_called_off(campaign: Campaign, clock: Clock, outlook: Outlook) -> None:
    """What a person has not seen is not called off."""
    plan(campaign, outlook)
    shown = plan_cancel(campaign, "first")
    clock.now = LATER
    assert plan(campaign, listing(outlook, outlook.state.addressees[:1])).renewed
    with pytest.raises(Refused, match="wave first was planned anew just now"):
        cancel(campaign, shown)
    assert cancel(campaign, plan_cancel(campaign, "first")) == 1


@pytest.mark.parametrize(("own", "languages", "chosen"), [
    ("de", ("en", "de"), "de"), ("fr", ("de", "en"), "en"), ("", ("de", "en"), "en"), ("fr", ("nl", "de"), "de"),
])  # fmt: skip
def test_the_language_of_a_mail(own: str, languages: tuple[str, ...], chosen: str) -> None:
    """One's own where the letter has it, else English, else the first."""
    person = Addressee("m1", "Anna Made", "Made", language=own)
    assert language_for(person, dict.fromkeys(languages)) == chosen


def served_by(campaign: Campaign, port: int) -> None:
    """The campaign as set to this mail server."""
    campaign.settings = replace(campaign.settings, smtp=SmtpTable("127.0.0.1", port, PLAIN))


async def tried(campaign: Campaign, *, only_first: bool) -> list[Outcome]:
    plan = plan_trial(campaign, "me@coalition.example", only_first=only_first)
    return list(await asyncio.to_thread(send_trial, campaign, plan))


@pytest.mark.usefixtures("outlook")
async def test_a_trial_goes_to_oneself_only(campaign: Campaign) -> None:
    """Test mails are marked, addressed to the one who tries, and say nothing to the addressees or the ledger."""
    async with SmtpServer().listening() as server:
        served_by(campaign, server.port)
        outcomes = await tried(campaign, only_first=False)
    assert [outcome.code for outcome in outcomes] == [250, 250]
    assert server.recipients == ["me@coalition.example"] * 2
    for mail in server.kept:
        parsed = message_from_bytes(mail.message, policy=policy.default)
        assert parsed["Subject"].startswith("[test] ")
        assert [each.addr_spec for each in parsed["To"].addresses] == ["me@coalition.example"]
        assert b"@parliament.example" not in mail.message


@pytest.mark.usefixtures("outlook")
async def test_a_trial_that_fails_says_so(campaign: Campaign) -> None:
    """The server's words on each test mail, also when it cannot be reached."""
    async with SmtpServer(faults=[Fault("rcpt", b"550 5.1.1 no\r\n")]).listening() as server:
        served_by(campaign, server.port)
        (refused,) = await tried(campaign, only_first=True)
    (unreached,) = await tried(campaign, only_first=True)
    assert (refused.code, refused.text) == (550, "5.1.1 no")
    assert (unreached.code, unreached.stage) == (None, "connect")


async def test_a_rehearsal_is_the_wave(campaign: Campaign, clock: Clock, outlook: Outlook) -> None:
    """A rehearsal catches the mails as they would go, at any hour, and leaves the ledger alone."""
    clock.now = dt.datetime.now(dt.UTC)
    played = await rehearse(campaign, outlook)
    planned = list(mails(campaign, outlook.state, outlook.audience, "first", clock.now))
    assert sorted(mail.message for mail in played.caught) == sorted(mail.message for mail in planned)
    assert sorted(mail.recipient for mail in played.caught) == ["m1@parliament.example", "m2@parliament.example"]
    assert [each.state for each in played.deliveries] == [State.SENT] * 2
    assert played.stopped == ""
    assert campaign.store.read(deliveries.dispatches, LETTER) == ()


def test_a_plan_is_read_a_part_at_a_time(campaign: Campaign, outlook: Outlook, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the parts, each mail and each event comes once, in its order."""
    monkeypatch.setattr("campaign.services.waves.plan._READ_AT_A_TIME", 1)
    made, store = plan(campaign, outlook), campaign.store
    ids = [each.id for each in made.mails()]
    assert len(ids) == made.number() == len(outlook.audience.people)
    assert released(campaign, made)
    store.write(deliveries.note, ids[1], State.QUEUED, "looked at", NOW)
    store.write(deliveries.close, made.dispatch.id, State.CANCELLED, "called off", LATER)
    assert [each.id for each in made.mails(State.QUEUED, State.CANCELLED)] == ids
    assert [(each.delivery, each.text) for each in made.events()] == [
        (ids[1], "looked at"),
        *((each, "called off") for each in ids),
    ]
    assert made.languages(State.CANCELLED) == made.languages()
    assert made.languages(State.QUEUED) == {}
