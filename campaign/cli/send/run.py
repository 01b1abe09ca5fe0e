"""`campaign send run`: send released waves as they become due."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import Progress

from campaign.cli.context import Context, pass_campaign
from campaign.core.delivery.records import Delivery, Mailing
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.core.languages.in_english import count_of
from campaign.errors import CampaignError, PartlySent
from campaign.services.sending.mailer import hold_mailer, mailer_work, mails_left, send_until_stopped
from campaign.services.sending.order import Attempt
from campaign.services.sending.scheduler import IdleWave, MailerCallbacks
from campaign.services.sending.sent_copies import saving_copies


@click.command()
@click.option("--once", is_flag=True, help="Send what is due now, then stop.")
@pass_campaign
def run(context: Context, once: bool) -> None:
    """Send all released waves as they become due, until stopped. Ctrl-C stops after the current emails.

    `send go` releases a wave; with --schedule, it is sent later by this command. Changes in campaign.toml take effect
    without a restart. After `send pause` or `send cancel`, at most one more email per connection is sent.
    """
    with hold_mailer(context.campaign) as uncertain:
        if uncertain:
            context.out.remark(
                f"{count_of(uncertain, 'email')} being sent when a mailer stopped: now uncertain, see campaign send log"
            )
        with _screen(context) as screen, saving_copies(context.campaign, context.out.remark):
            asyncio.run(send_until_stopped(mailer_work(context.campaign, screen.callbacks), once=once))
    screen.conclude(once=once)


class _Screen:
    """The output of a run: a line per attempt and per warning, with a progress bar below."""

    def __init__(self, context: Context, bar: Progress | None) -> None:
        self.out, self.campaign = context.out, context.campaign
        self.counts: Counter[str] = Counter()
        self.left = mails_left(self.campaign)
        self.troubles: list[str] = []
        self.waits: dict[str, str] = {}
        self.bar = bar
        self.task = bar.add_task("looking", total=None) if bar else None

    @property
    def callbacks(self) -> MailerCallbacks:
        return MailerCallbacks(self.show_attempt, self.show_trouble, self.show_call_off, self.show_idle, self.show_stop)

    def show_attempt(self, attempt: Attempt) -> None:
        delivery, outcome, verdict = attempt
        if verdict.state is not DeliveryState.QUEUED:  # without a connection, nothing was attempted
            self.counts[verdict.state] += 1
        answer = f"{outcome.code or 'no answer'} {outcome.text}"
        self.say(f"{verdict.state}  {delivery.name} <{delivery.address}>  {answer}")
        self.left -= verdict.state not in WAITING
        self.draw("sending")

    def show_call_off(self, delivery: Delivery, why: str) -> None:
        self.say(f"cancelled  {delivery.name} <{delivery.address}>  {why}")

    def show_idle(self, waiting: tuple[IdleWave, ...]) -> None:
        """Print why waves wait, unless the reason is the same as before."""
        for idle in waiting:
            line = f"wave {idle.wave.wave}: {count_of(idle.waiting, 'email')} left, {idle.why}"
            if self.waits.get(idle.wave.wave) != line:
                self.say(line)
            self.waits[idle.wave.wave] = line
        self.left = sum(idle.waiting for idle in waiting)
        self.draw(f"{count_of(self.left, 'email')} left" if self.left else "nothing to send")

    def show_stop(self, wave: Mailing, why: str) -> None:
        self.show_trouble(f"wave {wave.wave}: {why}")

    def show_trouble(self, sentence: str) -> None:
        if sentence not in self.troubles[-1:]:
            self.out.remark(sentence)
        self.troubles.append(sentence)

    def say(self, line: str) -> None:
        local = self.campaign.now().astimezone(self.campaign.settings.campaign.zone)
        self.out.say(f"{local:%H:%M:%S}  {line}")

    def draw(self, what: str) -> None:
        if self.bar is not None and self.task is not None:
            done = sum(number for state, number in self.counts.items() if state not in WAITING)
            self.bar.update(self.task, description=what, completed=done, total=max(done + self.left, 1))

    def conclude(self, *, once: bool) -> None:
        """Print the totals. With `once`, raises PartlySent or CampaignError if anything went wrong."""
        left = mails_left(self.campaign)
        counts = ", ".join(f"{number} {state}" for state, number in sorted(self.counts.items())) or "nothing sent"
        self.out.say(f"{counts}; {count_of(left, 'email')} left")
        self.out.data({**self.counts, "left": left, "warnings": self.troubles})
        if once and self.troubles:
            error_type = PartlySent if self.counts["sent"] else CampaignError
            raise error_type(self.troubles[-1], fix="campaign status")


@contextmanager
def _screen(context: Context) -> Iterator[_Screen]:
    if context.out.quiet or context.out.as_json or not sys.stderr.isatty():
        yield _Screen(context, None)
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield _Screen(context, bar)
