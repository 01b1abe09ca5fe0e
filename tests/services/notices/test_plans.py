"""Inviting, reminding and notifying: what was shown is sent, and a stale plan sends nothing."""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.store import signons
from campaign.adapters.store.ledger import deliveries, signer_mailings
from campaign.adapters.store.signons import additions, notices, opt_outs
from campaign.core.delivery.records import MailingKind
from campaign.core.signatories import SignOnState
from campaign.core.signons.record import Actor, RecordEvent
from campaign.errors import ProblemsFound, Refused
from campaign.services.campaign import Campaign
from campaign.services.notices.inviting import InvitationPlan, invite, plan_invitations, read_invitees
from campaign.services.notices.notifying import count_pending_notices, make_notices, plan_notices
from campaign.services.notices.queueing import WAVE
from campaign.services.notices.reminding import ReminderPlan, due_reminders, plan_reminders, remind
from campaign.services.trusting import trust_parts, untrusted_parts
from tests.helpers.campaign import copy_campaign, frozen_sample
from tests.helpers.signons import move
from tests.services.notices.test_notifying import LETTER, NEW

NOW = dt.datetime.now(dt.UTC)
LATER = NOW + dt.timedelta(days=8)
EVE = b"organisation,contact,mail\nFree Knowledge e.V.,Eve Example,eve@knowledge.example\n"
BOTH = EVE + b"Open Lab,Max Wit,max@lab.example\n"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, frozen once, with a public page."""
    folder = frozen_sample(tmp_path_factory.mktemp("sample"))
    settings = folder / "campaign.toml"
    text = settings.read_text("utf-8").replace("[sender]", 'public_url = "https://coalition.example"\n\n[sender]')
    settings.write_text(text, "utf-8")
    return folder


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    return copy_campaign(sample, tmp_path / "copy")


@pytest.fixture
def campaign(folder: Path) -> Iterator[Campaign]:
    with Campaign(folder, clock=lambda: NOW) as open_campaign:
        yield open_campaign


@pytest.fixture
def later(campaign: Campaign) -> Iterator[Campaign]:
    """The same campaign eight days after both invitations were sent."""
    invite(campaign, plan_for(campaign))
    cancel_wave(campaign, "invitations-1")
    with Campaign(campaign.start, clock=lambda: LATER) as open_campaign:
        yield open_campaign


def cancel_wave(campaign: Campaign, wave: str) -> None:
    """Cancel the waiting emails of a wave."""
    mailing = campaign.store.read(deliveries.find_mailing, LETTER, wave)
    assert mailing is not None
    campaign.store.write(lambda db: db.execute("UPDATE delivery SET state = 'sent' WHERE dispatch = ?", (mailing.id,)))


def plan_for(campaign: Campaign, table: bytes = BOTH) -> InvitationPlan:
    return plan_invitations(campaign, read_invitees(campaign, table, "table.csv"))


def waiting_deliveries(campaign: Campaign) -> list[str]:
    """The addressees of waiting emails."""
    return sorted(
        delivery.address
        for mailing in campaign.store.read(deliveries.mailings, LETTER)
        for delivery in campaign.store.read(deliveries.deliveries, mailing.id)
        if delivery.state == "queued"
    )


def stop(campaign: Campaign) -> None:
    """Eve asks for no more email."""
    new = replace(NEW, letter="another", version=None)
    signon = campaign.store.write(signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, NOW).id
    assert campaign.store.write(opt_outs.stop, signon, NOW)


def ask_another(campaign: Campaign) -> None:
    """Somebody else is invited from another table, and that email is sent."""
    table = b"organisation,contact,mail\nThird,Ann,ann@third.example\n"
    invite(campaign, plan_for(campaign, table))
    cancel_wave(campaign, "invitations-1")


def change_text(campaign: Campaign) -> None:
    """The template of all emails is changed in the folder."""
    folder = campaign.folder.templates / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "notice.txt").write_text("Something else\n", "utf-8")
    trust_parts(untrusted_parts(campaign))


def test_a_plan_stores_nothing(campaign: Campaign) -> None:
    """It has each email; inviting queues one for each contact and reports progress."""
    plan = plan_for(campaign)
    assert (plan.number, plan.wave, waiting_deliveries(campaign)) == (2, "invitations-1", [])
    steps: list[int] = []
    assert invite(campaign, plan, lambda: steps.append(1)) == "invitations-1"
    assert waiting_deliveries(campaign) == ["eve@knowledge.example", "max@lab.example"]
    assert steps == [1, 1]


def test_a_plan_outlives_the_thread_that_made_it(campaign: Campaign) -> None:
    """A web page shows it in one request and carries it out in another, so it has no open resources."""
    with ThreadPoolExecutor(1) as first:
        plan = first.submit(plan_for, campaign).result()
    with ThreadPoolExecutor(1) as second:
        assert second.submit(invite, campaign, plan).result() == "invitations-1"
    assert waiting_deliveries(campaign) == ["eve@knowledge.example", "max@lab.example"]


@pytest.mark.parametrize("change", [stop, ask_another, change_text])
def test_a_stale_invitation_is_refused(campaign: Campaign, change: Callable[[Campaign], None]) -> None:
    """If a contact, the name of the wave or an email has changed, nobody is invited."""
    plan = plan_for(campaign)
    change(campaign)
    with pytest.raises(Refused, match=r"^nobody was invited: the invitations have changed since you saw them$"):
        invite(campaign, plan)
    assert waiting_deliveries(campaign) == []
    names = {signon.name for signon in campaign.store.read(signons.organisations, LETTER)}
    assert names.isdisjoint({"Free Knowledge e.V.", "Open Lab"})


def test_invitations_are_queued_once(campaign: Campaign) -> None:
    """The second time nobody is left to invite."""
    plan = plan_for(campaign)
    invite(campaign, plan)
    with pytest.raises(Refused):
        invite(campaign, plan)
    assert waiting_deliveries(campaign) == ["eve@knowledge.example", "max@lab.example"]


def test_nobody_is_invited_once_signing_has_closed(campaign: Campaign, folder: Path) -> None:
    """Not even with a plan that was made in time."""
    plan = plan_for(campaign)
    end = campaign.settings.signing_closes_at
    with Campaign(folder, clock=lambda: end) as over, pytest.raises(Refused, match=r"^no email may be sent now: "):
        invite(over, plan)
    assert waiting_deliveries(campaign) == []


def test_the_invitees_are_named_before_anything_is_planned(campaign: Campaign) -> None:
    """Without a good row, or without anybody left, there is no plan."""
    invitees = read_invitees(campaign, b"organisation,mail\nLab,max@lab\n", "table.csv")
    with pytest.raises(ProblemsFound, match=r"^table\.csv: nobody can be invited; 1 row refused$"):
        plan_invitations(campaign, invitees)
    stop(campaign)
    with pytest.raises(Refused, match=r"^table\.csv: nobody is left to invite$"):
        plan_for(campaign, EVE)


def reminders(campaign: Campaign) -> ReminderPlan:
    return plan_reminders(campaign, due_reminders(campaign))


def decline(campaign: Campaign) -> None:
    """Eve answers."""
    numbers = {signon.name: signon.id for signon in campaign.store.read(signons.organisations, LETTER)}
    eve = numbers["Free Knowledge e.V."]
    assert move(campaign.store, eve, SignOnState.DECLINED, RecordEvent.DECLINED, Actor.SIGNER, LATER)


@pytest.mark.parametrize("change", [decline, change_text])
def test_a_stale_reminder_is_refused(later: Campaign, change: Callable[[Campaign], None]) -> None:
    """If somebody has answered, or an email has changed, nobody is reminded."""
    plan = reminders(later)
    assert plan.number == 2
    change(later)
    with pytest.raises(Refused, match=r"^nobody was reminded: the reminders have changed since you saw them$"):
        remind(later, plan)
    assert waiting_deliveries(later) == []


def test_opening_the_page_makes_no_reminder_stale(later: Campaign) -> None:
    """Opening the page meanwhile is not an answer: the same emails are sent."""
    plan = reminders(later)
    numbers = {signon.name: signon.id for signon in later.store.read(signons.organisations, LETTER)}
    lab = numbers["Open Lab"]
    assert move(later.store, lab, SignOnState.OPENED, RecordEvent.OPENED, Actor.SIGNER, LATER)
    remind(later, plan)
    assert waiting_deliveries(later) == ["eve@knowledge.example", "max@lab.example"]


def test_reminders_are_queued_once(later: Campaign) -> None:
    """The plan names them; the second time none of them is due."""
    plan = reminders(later)
    assert remind(later, plan) == "reminders-1"
    assert waiting_deliveries(later) == ["eve@knowledge.example", "max@lab.example"]
    with pytest.raises(Refused):
        remind(later, plan)
    assert later.store.read(signer_mailings.waiting_waves, LETTER, MailingKind.REMINDER)[0].number == 2


def test_stale_notices_are_refused(campaign: Campaign) -> None:
    """With a new notice none is queued; after a new plan both are."""
    campaign.store.write(additions.enter, NEW, NOW)
    plan = plan_notices(campaign)
    other = replace(NEW, name="Open Lab", address="max@lab.example", address_key="max@lab.example")
    campaign.store.write(additions.enter, other, NOW)
    with pytest.raises(Refused, match=r"^nothing was sent: the emails have changed since you saw them$"):
        make_notices(campaign, plan)
    assert (plan.number, count_pending_notices(campaign), waiting_deliveries(campaign)) == (1, 2, [])
    made = make_notices(campaign, plan_notices(campaign))
    assert (made.queued, count_pending_notices(campaign), len(waiting_deliveries(campaign))) == (2, 0, 2)
    assert [mail.address for mail in plan_notices(campaign).waiting] == ["eve@knowledge.example", "max@lab.example"]


def test_changed_notices_are_refused(campaign: Campaign) -> None:
    """The text was changed since they were shown."""
    campaign.store.write(additions.enter, NEW, NOW)
    plan = plan_notices(campaign)
    change_text(campaign)
    with pytest.raises(Refused):
        make_notices(campaign, plan)
    assert (len(campaign.store.read(notices.pending)), campaign.store.read(deliveries.find_mailing, LETTER, WAVE)) == (
        1,
        None,
    )
