"""`campaign send run`: the mailer in a terminal, at work until it is stopped."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import mails
from campaign.core.delivery.states import WAITING, State
from campaign.errors import CampaignError, PartlySent, Refused

if TYPE_CHECKING:
    from rich.progress import Progress

    from campaign.adapters.smtp.transport import Transport
    from campaign.core.delivery.records import Delivery
    from campaign.core.settings import Settings
    from campaign.services.sending.run import Step
    from campaign.services.sending.worker import Idle


@click.command()
@click.option("--once", is_flag=True, help="Send what is due now, then end.")
@pass_campaign
def run(campaign: Context, once: bool) -> None:
    """Send all released waves as they become due, until stopped. Ctrl-C finishes the messages in hand.

    A wave is released by `send go`, with --schedule where it shall go later. Changes in campaign.toml count without a
    restart. While it runs, `send pause` and `send cancel` take effect within one message.
    """
    from campaign.adapters.store.ledger import leases
    from campaign.services.sending.process import run_sending
    from campaign.services.sending.send_wave import only_mailer

    if campaign.settings.smtp is None:
        raise Refused("no mail server is set, nothing can go", hint="fill in [smtp] in campaign.toml")
    with only_mailer(campaign.folder.mailer_lock):
        doubtful = campaign.store.write(leases.recover, campaign.now())
        if doubtful:
            campaign.out.remark(
                f"{mails(doubtful)} on the way when a mailer ended: uncertain now, see campaign send log"
            )
        with _screen(campaign) as screen:
            run_sending(_work(campaign, screen, once=once), campaign.store.where)
    screen.conclude(once=once)


async def _work(campaign: Context, screen: _Screen, *, once: bool) -> None:
    from campaign.services.sending.send_wave import stopped_by_signals
    from campaign.services.sending.worker import Work, work_until

    stopping = asyncio.Event()
    work = Work(
        store=campaign.store,
        settings=lambda: settings_anew(campaign),
        transport=transport_to,
        clock=campaign.now,
        sending=screen.sending,
        called_off=screen.called_off,
        idle=screen.idle,
        troubled=screen.troubled,
    )
    with stopped_by_signals(stopping):
        await work_until(stopping, work, once=once)


def settings_anew(campaign: Context) -> Settings:
    """What is in campaign.toml now. Raises SettingsError."""
    from campaign.adapters.settings import load

    return load(campaign.folder.root)


def transport_to(settings: Settings) -> Transport:
    """The way to the mail server. Raises Refused where there is none any more."""
    from campaign.adapters.smtp.smtp import SmtpTransport

    if settings.smtp is None:
        raise Refused("the mail server was taken out of campaign.toml")
    return SmtpTransport(settings.smtp, settings.sending.timeout_seconds)


class _Screen:
    """What a person sees: a line for each attempt and each thing to know, and below them how far it is."""

    def __init__(self, campaign: Context, bar: Progress | None) -> None:
        self.campaign = campaign
        self.counts: Counter[str] = Counter()
        self.left = _left(campaign)
        self.troubles: list[str] = []
        self.told: dict[str, str] = {}
        self.bar = bar
        self.task = bar.add_task("looking", total=None) if bar else None

    def sending(self, step: Step) -> None:
        if step.verdict.state is not State.QUEUED:  # without a connection nothing was tried
            self.counts[step.verdict.state] += 1
        said = f"{step.outcome.code or 'no answer'} {step.outcome.text}"
        self.say(f"{step.verdict.state}  {step.delivery.name} <{step.delivery.mail}>  {said}")
        self.left -= step.verdict.state not in WAITING
        self.draw("sending")

    def called_off(self, delivery: Delivery, why: str) -> None:
        self.say(f"called off  {delivery.name} <{delivery.mail}>  {why}")

    def idle(self, waiting: tuple[Idle, ...]) -> None:
        """Told when it is another than at the last look."""
        for each in waiting:
            line = f"wave {each.wave.wave}: {mails(each.waiting)} left, {each.why}"
            if self.told.get(each.wave.wave) != line:
                self.say(line)
            self.told[each.wave.wave] = line
        self.left = sum(each.waiting for each in waiting)
        self.draw(f"{mails(self.left)} left" if self.left else "nothing to send")

    def troubled(self, what: str) -> None:
        if what not in self.troubles[-1:]:
            self.campaign.out.remark(what)
        self.troubles.append(what)

    def say(self, line: str) -> None:
        local = self.campaign.now().astimezone(self.campaign.settings.campaign.zone)
        self.campaign.out.say(f"{local:%H:%M:%S}  {line}")

    def draw(self, what: str) -> None:
        if self.bar is not None and self.task is not None:
            done = sum(number for state, number in self.counts.items() if state not in WAITING)
            self.bar.update(self.task, description=what, completed=done, total=max(done + self.left, 1))

    def conclude(self, *, once: bool) -> None:
        """Say how it ended; with `once`, raise when something was amiss."""
        left = _left(self.campaign)
        counts = ", ".join(f"{number} {state}" for state, number in sorted(self.counts.items())) or "nothing sent"
        self.campaign.out.say(f"{counts}; {mails(left)} left")
        self.campaign.out.data({**self.counts, "left": left, "troubles": self.troubles})
        if once and self.troubles:
            short = PartlySent if self.counts["sent"] else CampaignError
            raise short(self.troubles[-1], hint="campaign status")


def _left(campaign: Context) -> int:
    """How many mails wait in the released waves of all letters."""
    from campaign.adapters.store.ledger import deliveries, waves

    counts = [campaign.store.read(deliveries.counts, each.id) for each in campaign.store.read(waves.waiting)]
    return sum(each.get(state, 0) for each in counts for state in WAITING)


@contextmanager
def _screen(campaign: Context) -> Iterator[_Screen]:
    if campaign.out.quiet or campaign.out.as_json or not sys.stderr.isatty():
        yield _Screen(campaign, None)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield _Screen(campaign, bar)
