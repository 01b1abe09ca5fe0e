"""A flood of forms holds up neither the letter nor the emails that the coalition's own signers wait for."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters import settings
from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store
from campaign.adapters.store.signons import public_form, request_limits
from campaign.core.settings import PLAIN, Settings, SmtpTable
from campaign.core.signons.request_limits import ConfirmationBudget
from campaign.services.campaign import Campaign, system_clock
from campaign.services.notices.background_mailer import BackgroundMailer
from tests.helpers.campaign import copy_campaign, frozen_sample, mail_server
from tests.services.notices.test_background_mailer import release_wave
from tests.services.notices.test_notifying import NEW, enter

BUDGET = ConfirmationBudget(per_minute=10, per_day=200)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, frozen once."""
    return frozen_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def server() -> Iterator[Catcher]:
    """A mail server on this machine."""
    with mail_server() as catcher:
        yield catcher


def fast_settings(folder: Path, server: Catcher) -> Settings:
    loaded = settings.load(folder)
    campaign = replace(loaded.campaign, public_url="https://coalition.example/letter")
    return replace(
        loaded,
        campaign=campaign,
        smtp=SmtpTable(server.host, server.port, PLAIN),
        sending=replace(loaded.sending, per_minute=600, jitter=0),
        inviting=replace(loaded.inviting, per_minute=600),
    )


def flood(store: Store, number: int) -> None:
    """Forms for different mailboxes, from as many networks, so that no limit of a network or a mailbox stops them."""
    now = system_clock()
    waiting = [
        store.submit(
            public_form.sign,
            replace(NEW, address=f"v{n}@victim{n}.example", address_key=f"v{n}@victim{n}.example"),
            f"10.{n // 250}.{n % 250}.1",
            BUDGET,
            now,
        )
        for n in range(number)
    ]
    assert {form.result().outcome for form in waiting} == {public_form.SignOutcome.SAVED}


def recipients_after(sample: Path, folder: Path, server: Catcher, forms: int) -> list[str]:
    """Who gets an email within the first looks of `campaign serve`, in order, as letter, signer or stranger."""
    copy_campaign(sample, folder)
    server.mails.clear()
    with Campaign(folder) as opened:
        fast = fast_settings(folder, server)
        flood(opened.store, forms)
        enter(opened.store, 1)
        release_wave(opened, fast)
        mailer = BackgroundMailer(opened.with_settings(fast), lambda _: None)

        async def looks() -> None:
            stopping = asyncio.Event()
            sending = asyncio.create_task(mailer.send_until(stopping))
            while len(server.mails) < 5 + min(forms, BUDGET.per_minute):
                await asyncio.sleep(0.05)
            stopping.set()
            await sending

        asyncio.run(looks())
        waiting = opened.store.read(request_limits.waiting)
    assert waiting == max(0, forms - BUDGET.per_minute)
    kinds = ("stranger" if "victim" in mail.recipient else "letter" for mail in server.mails)
    return [
        "signer" if mail.recipient.startswith("eve1@") else kind for mail, kind in zip(server.mails, kinds, strict=True)
    ]


@pytest.mark.slow
def test_a_flood_delays_a_wave_by_less_than_one_interval(sample: Path, tmp_path: Path, server: Catcher) -> None:
    """With 10,000 forms as with 100, between two emails of a wave of four go at most as many others as the pace of the
    others has room for: they never wait in one queue. The coalition's own signer goes before every stranger, and
    strangers get ten emails in the first minute."""
    few = recipients_after(sample, tmp_path / "few", server, 100)
    many = recipients_after(sample, tmp_path / "many", server, 10_000)
    for order in (few, many):
        assert (order.count("letter"), order.count("signer"), order.count("stranger")) == (4, 1, 10)
        assert order.index("signer") < order.index("stranger")
        # Both queues have the same pace: of each queue at most one email more than of the other goes in between.
        places = [place for place, kind in enumerate(order) if kind == "letter"]
        assert places[-1] < 2 * len(places) + 1


@pytest.mark.slow
def test_a_quiet_network_goes_before_a_loud_one(sample: Path, tmp_path: Path, server: Catcher) -> None:
    """Whoever signs during a flood from one network gets the link before the rest of the flood."""
    copy_campaign(sample, tmp_path)
    with Campaign(tmp_path) as opened:
        now = system_clock()
        for number, client in enumerate(["192.0.2.1"] * 30 + ["203.0.113.9"]):
            new = replace(NEW, address=f"v{number}@x.example", address_key=f"v{number}@x.example")
            opened.store.write(public_form.sign, new, client, BUDGET, now)
        mailer = BackgroundMailer(opened.with_settings(fast_settings(tmp_path, server)), lambda _: None)
        asyncio.run(mailer.look(asyncio.Event()))
    assert [mail.recipient for mail in server.mails][:2] == ["v0@x.example", "v30@x.example"]
    assert len(server.mails) == BUDGET.per_minute


@pytest.mark.slow
def test_the_coordinator_reads_it_once(sample: Path, tmp_path: Path, server: Catcher) -> None:
    """The sentence names the number, the budget and the setting; a second look does not repeat it."""
    copy_campaign(sample, tmp_path)
    sentences: list[str] = []
    with Campaign(tmp_path) as opened:
        flood(opened.store, 40)
        mailer = BackgroundMailer(opened.with_settings(fast_settings(tmp_path, server)), sentences.append)
        for _ in range(2):
            asyncio.run(mailer.look(asyncio.Event()))
    (sentence,) = sentences
    assert sentence == (
        "30 emails to unconfirmed addresses wait: at most 10 a minute and 200 a day are sent. If they are real, raise"
        " confirmations_per_day in [signing]"
    )
