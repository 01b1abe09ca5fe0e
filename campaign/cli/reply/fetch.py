"""`campaign reply fetch`: read new replies from the mailbox."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import click
from rich.console import Console
from rich.progress import Progress

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.core.delivery.replies import MatchedDelivery, ReplyProof
from campaign.core.languages.in_english import count_of
from campaign.core.replies import IncomingMail
from campaign.services import replies
from campaign.services.replies.background import mailbox_lock
from campaign.services.replies.reader import FetchResult

# Reading this many emails takes long enough for a progress bar.
_MANY = 50


@click.command()
@click.option("--watch", "watching", is_flag=True, help="Keep reading new emails until Ctrl-C.")
@pass_campaign
def fetch(context: Context, watching: bool) -> None:
    """Read new emails in the mailbox set in [imap], and match them to the emails that were sent."""
    out = context.out
    bar = _Bar(visible=sys.stderr.isatty() and not (out.quiet or out.as_json))
    watcher = replies.Watcher(reply=reply_printer(context), total=bar.begin, read=bar.advance, trouble=out.remark)
    reader = replies.reply_reader(context.campaign, watcher)
    with closing(bar):
        if not watching:
            _report(context, replies.fetch(reader))
            return
        with mailbox_lock(context.campaign.folder.mailbox_lock), _stop_on_signals() as stopping:
            out.say(f"watching {reader.source}; press Ctrl-C to stop")
            _report(context, replies.watch(reader, stopping.is_set))


def _report(context: Context, result: FetchResult) -> None:
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(result.kinds.items())) or "nothing new"
    context.out.say(f"{count_of(result.read, 'email')} read: {counts}; {result.others} already known or unrelated")
    context.out.data(
        {"read": result.read, "kinds": dict(result.kinds), "others": result.others, "unreadable": result.unreadable}
    )


def reply_printer(context: Context) -> Callable[[MatchedDelivery, IncomingMail], None]:
    """Returns a function that prints a line for every reply that was matched to a delivery."""

    def print_reply(delivery: MatchedDelivery, mail: IncomingMail) -> None:
        context.out.say("  ".join(align([(mail.kind, _who(delivery), mail.rule)])))

    return print_reply


def _who(delivery: MatchedDelivery) -> str:
    is_claim = delivery.proof is ReplyProof.CLAIM
    return f"says that it is from {delivery.name}" if is_claim else delivery.name


class _Bar:
    """A progress bar on a terminal while many emails are read."""

    def __init__(self, *, visible: bool) -> None:
        self._visible = visible
        self._bar: Progress | None = None

    def begin(self, total: int) -> None:
        self.close()
        if self._visible and total >= _MANY:
            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.add_task("reading emails", total=total)
            self._bar.start()

    def advance(self, number: int) -> None:
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0], number)
            if self._bar.finished:
                self.close()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
        self._bar = None


@contextmanager
def _stop_on_signals() -> Iterator[threading.Event]:
    """Yield an event that the first Ctrl-C sets, to stop after the current emails. A second one ends the process."""
    stopping = threading.Event()
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for name, handler in before.items():
            signal.signal(name, handler)

    def ask(*_: object) -> None:
        stopping.set()
        restore()

    for name in before:
        signal.signal(name, ask)
    try:
        yield stopping
    finally:
        restore()
