"""A dispatch from its plan to its end, with the sample campaign: what is kept, what stands against it, tries."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from campaign.adapters.files import folder as folders
from campaign.adapters.settings import load
from campaign.adapters.store import Store, directory, people
from campaign.adapters.store.ledger import deliveries
from campaign.core.addressees import Addressee
from campaign.core.delivery.states import State
from campaign.core.letters import Kind
from campaign.core.settings import PLAIN, Settings, SmtpTable
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons.change import Way
from campaign.errors import Refused
from campaign.services.letters.freeze import ForSignatories, Naming
from campaign.services.setup.sample import LETTER, copy_sample
from campaign.services.waves.guard import obstacles
from campaign.services.waves.mails import draft_mails, mails
from campaign.services.waves.plan import kept, plan
from campaign.services.waves.rehearse import rehearse
from campaign.services.waves.situation import Situation, gather, language_for
from campaign.services.waves.trial import send_trials, trials
from tests.helpers.ledger import NOW
from tests.helpers.smtp_server import Fault, SmtpServer
from tests.helpers.versions import freeze_letter

LATER = NOW + dt.timedelta(minutes=5)
CHANGED = Naming(Kind.SUBSTANCE)
TOLD = ForSignatories(Way.CORRECTION)


@pytest.fixture
def place(tmp_path: Path) -> folders.Folder:
    copy_sample(tmp_path, NOW)
    return folders.find(tmp_path)


@pytest.fixture
def sample(place: folders.Folder) -> Settings:
    return load(place.root)


@pytest.fixture
def store(place: folders.Folder) -> Iterator[Store]:
    """The sample's store: two addressees with a mail address and one without, eight organisations that sign."""
    members = [Addressee(f"m{at}", f"Anna Made{at}", f"Made{at}", mail=f"m{at}@parliament.example") for at in (1, 2)]
    members.append(Addressee("m3", "Bob Mute", "Mute"))
    signed = [Organisation(f"o{at}", f"Organisation {at}", state=SignOnState.LISTED) for at in range(8)]
    with Store.open(place.database) as store:
        store.write(people.put_addressees, LETTER, members, NOW)
        store.write(directory.put, LETTER, signed, NOW)
        yield store


@pytest.fixture
def situation(place: folders.Folder, sample: Settings, store: Store) -> Situation:
    """As it stands with the text frozen."""
    freeze_letter(place.root, "first", NOW)
    return gather(place, sample, store, LETTER)


def test_nothing_is_planned_without_a_frozen_text(place: folders.Folder, sample: Settings, store: Store) -> None:
    """A text that is not frozen makes drafts, never a wave."""
    now = gather(place, sample, store, LETTER)
    assert [draft.mail for draft in draft_mails(now, NOW)] == ["m1@parliament.example", "m2@parliament.example"]
    with pytest.raises(Refused, match="no version of the letter is frozen yet"):
        plan(store, now, "first", NOW)
    assert kept(store, LETTER, "first") is None


def test_a_plan_is_kept_as_it_was_shown(situation: Situation, store: Store) -> None:
    """Planning again later, with nothing changed, keeps the mails to the byte; who has no mail address is left out."""
    told: list[None] = []
    first = plan(store, situation, "first", NOW, lambda: told.append(None))
    again = plan(store, situation, "first", LATER)
    assert (again, len(told)) == (first, 2)
    assert not again.renewed
    assert [each.state for each in first.mails()] == [State.PLANNED] * 2
    assert [person.name for person in situation.without_mail] == ["Bob Mute"]


def test_a_wave_that_is_cut_off_while_it_is_kept(
    store: Store, situation: Situation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept of it so far is replaced when it is planned again, and that is told, so it is never released."""
    monkeypatch.setattr("campaign.services.waves.plan._AT_A_TIME", 1)
    told: list[None] = []

    def cut_off() -> None:
        told.append(None)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan(store, situation, "first", NOW, cut_off)
    half = kept(store, LETTER, "first")
    assert half is not None
    assert half.number() == 1
    whole = plan(store, situation, "first", LATER)
    assert whole.renewed
    assert [each.addressee for each in whole.mails()] == [each.key for each in situation.writable]


def test_a_change_makes_the_plan_anew(situation: Situation, store: Store) -> None:
    """Another address, another person or another version: the mails are made anew, and it is said."""
    plan(store, situation, "first", NOW)
    moved = replace(situation.addressees[0], mail="other@parliament.example")
    for addressees in ((moved, *situation.addressees[1:]), situation.addressees[:1]):
        assert plan(store, replace(situation, addressees=addressees), "first", LATER).renewed


def test_a_newer_version_makes_the_plan_anew(place: folders.Folder, situation: Situation, store: Store) -> None:
    """A version frozen since then is what a new plan is of, and stands against the old one."""
    old = plan(store, situation, "first", NOW)
    path = place.letter(LETTER) / "letter.en.md"
    path.write_text(path.read_text() + "\nA last word.\n")
    freeze_letter(place.root, "second", LATER, CHANGED, TOLD)
    now = gather(place, situation.settings, store, LETTER)
    against = obstacles(now, old, frozenset(), NOW)
    assert against == ("a newer version was frozen since these mails were made: campaign send preview",)
    renewed = plan(store, now, "first", LATER)
    assert renewed.renewed
    assert obstacles(now, renewed, frozenset(), NOW) == ()


def test_a_text_that_was_put_back(place: folders.Folder, situation: Situation, store: Store) -> None:
    """A version with the words of an older one is one of its own: the plan follows it, though no byte differs."""
    plan(store, situation, "first", NOW)
    path = place.letter(LETTER) / "letter.en.md"
    before = path.read_text()
    for text in (before + "\nA last word.\n", before):
        path.write_text(text)
        freeze_letter(place.root, "again", NOW, CHANGED, TOLD)
    now = gather(place, situation.settings, store, LETTER)
    assert obstacles(now, plan(store, now, "first", NOW), frozenset(), NOW) == ()


def test_a_released_wave_is_never_planned_again(situation: Situation, store: Store) -> None:
    """Once released, a wave stays as it went out, whatever changes."""
    first = plan(store, situation, "first", NOW)
    assert store.write(deliveries.release, first.dispatch.id, first.dispatch.planned_at, NOW)
    now = plan(store, replace(situation, addressees=situation.addressees[:1]), "first", LATER)
    assert [each.state for each in now.mails()] == [State.QUEUED] * 2


def test_what_stands_against_a_wave(place: folders.Folder, situation: Situation, store: Store) -> None:
    """A changed text, too few signatories, a deadline that passed, people who had the letter: a sentence each."""
    planned = plan(store, situation, "first", NOW)
    assert obstacles(situation, planned, frozenset(), NOW) == ()
    path = place.letter(LETTER) / "letter.en.md"
    path.write_text(path.read_text() + "\nA last word.\n")
    stale = replace(gather(place, situation.settings, store, LETTER), organisations=situation.organisations[:7])
    passed = situation.settings.campaign.deadline_at
    assert obstacles(stale, planned, frozenset({"m2"}), passed) == (
        "the text in the folder differs from the frozen version: freeze it again, or put the text back",
        "7 organisations sign, the campaign wants at least 8",
        "the deadline has passed",
        "already written to in another wave: Anna Made2 (--again if that is meant)",
    )
    nobody = plan(store, replace(situation, addressees=()), "empty", NOW)
    assert obstacles(situation, nobody, frozenset(), NOW) == ("there is nobody to write to: campaign addressee import",)


def renamed(situation: Situation) -> Situation:
    """The same people, come back under other keys."""
    return replace(situation, addressees=tuple(replace(each, key=f"new-{each.key}") for each in situation.addressees))


def test_who_waits_in_another_wave_counts_as_written_to(situation: Situation, store: Store) -> None:
    """Two waves cannot both be on their way to one person without being told so."""
    first = plan(store, situation, "first", NOW)
    assert store.read(deliveries.reached, LETTER, "second") == frozenset()
    store.write(deliveries.release, first.dispatch.id, first.dispatch.planned_at, NOW)
    keys, addresses = {"m1", "m2"}, {each.mail for each in first.mails()}
    assert store.read(deliveries.reached, LETTER, "second") == keys | addresses
    again = plan(store, renamed(situation), "second", NOW)
    assert obstacles(situation, again, store.read(deliveries.reached, LETTER, "second"), NOW)[-1].startswith(
        "already written to in another wave: Anna Made1, Anna Made2"
    )
    assert store.read(deliveries.reached, LETTER, "first") == frozenset()


def test_a_plan_that_changed_since_is_not_released(situation: Situation, store: Store) -> None:
    """What somebody else planned anew between the look and the word does not go."""
    shown = plan(store, situation, "first", NOW)
    plan(store, replace(situation, addressees=situation.addressees[:1]), "first", LATER)
    assert not store.write(deliveries.release, shown.dispatch.id, shown.dispatch.planned_at, LATER)
    now = kept(store, LETTER, "first")
    assert now is not None
    assert [each.state for each in now.mails()] == [State.PLANNED]


@pytest.mark.parametrize(("own", "languages", "chosen"), [
    ("de", ("en", "de"), "de"), ("fr", ("de", "en"), "en"), ("", ("de", "en"), "en"), ("fr", ("nl", "de"), "de"),
])  # fmt: skip
def test_the_language_of_a_mail(own: str, languages: tuple[str, ...], chosen: str) -> None:
    """One's own where the letter has it, else English, else the first."""
    person = Addressee("m1", "Anna Made", "Made", language=own)
    assert language_for(person, dict.fromkeys(languages)) == chosen


async def test_a_trial_goes_to_oneself_only(situation: Situation) -> None:
    """Test mails are marked, addressed to the one who tries, and say nothing to the addressees or the ledger."""
    tries = trials(situation, "me@coalition.example", NOW, only_first=False)
    async with SmtpServer().listening() as server:
        table = SmtpTable("127.0.0.1", server.port, PLAIN)
        outcomes = await send_trials(tries, situation.settings, table)
    assert [outcome.code for outcome in outcomes] == [250, 250]
    assert server.recipients == ["me@coalition.example"] * 2
    for mail in server.kept:
        parsed = message_from_bytes(mail.message, policy=policy.default)
        assert parsed["Subject"].startswith("[test] ")
        assert [each.addr_spec for each in parsed["To"].addresses] == ["me@coalition.example"]
        assert b"@parliament.example" not in mail.message


async def test_a_trial_that_fails_says_so(situation: Situation) -> None:
    """The server's words on each test mail, also when it cannot be reached."""
    tries = trials(situation, "me@coalition.example", NOW, only_first=True)
    async with SmtpServer(faults=[Fault("rcpt", b"550 5.1.1 no\r\n")]).listening() as server:
        table = SmtpTable("127.0.0.1", server.port, PLAIN)
        (refused,) = await send_trials(tries, situation.settings, table)
    (unreached,) = await send_trials(tries, situation.settings, table)
    assert (refused.code, refused.text) == (550, "5.1.1 no")
    assert (unreached.code, unreached.stage) == (None, "connect")


async def test_a_rehearsal_is_the_wave(situation: Situation, store: Store) -> None:
    """A rehearsal catches the mails as they would go, at any hour, and leaves the ledger alone."""
    now = dt.datetime.now(dt.UTC)
    played = await rehearse(situation, "first", now)
    planned = list(mails(situation, "first", now))
    assert sorted(mail.message for mail in played.caught) == sorted(mail.message for mail in planned)
    assert sorted(mail.recipient for mail in played.caught) == ["m1@parliament.example", "m2@parliament.example"]
    assert [each.state for each in played.deliveries] == [State.SENT] * 2
    assert played.stopped == ""
    assert store.read(deliveries.dispatches, LETTER) == ()


def test_a_plan_is_read_a_part_at_a_time(situation: Situation, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the parts, each mail and each event comes once, in its order."""
    monkeypatch.setattr("campaign.services.waves.plan._READ_AT_A_TIME", 1)
    made = plan(store, situation, "first", NOW)
    ids = [each.id for each in made.mails()]
    assert len(ids) == made.number() == len(situation.writable)
    store.write(deliveries.release, made.dispatch.id, made.dispatch.planned_at, NOW)
    store.write(deliveries.note, ids[1], State.QUEUED, "looked at", NOW)
    store.write(deliveries.close, made.dispatch.id, State.CANCELLED, "called off", LATER)
    assert [each.id for each in made.mails(State.QUEUED, State.CANCELLED)] == ids
    assert [(each.delivery, each.text) for each in made.events()] == [
        (ids[1], "looked at"),
        *((each, "called off") for each in ids),
    ]
    assert made.languages(State.CANCELLED) == made.languages()
    assert made.languages(State.QUEUED) == {}
