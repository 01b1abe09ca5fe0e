"""`campaign reply fetch`."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.table import aligned

if TYPE_CHECKING:
    from rich.progress import Progress

    from campaign.adapters.store.replies import Found
    from campaign.core.replies import Incoming
    from campaign.services.replies import Fetched, Watcher

# From here on reading takes long enough to show a bar.
_MANY = 50


@click.command()
@click.option("--watch", "watching", is_flag=True, help="Go on reading what comes in, until Ctrl-C.")
@pass_campaign
def fetch(campaign: Context, watching: bool) -> None:
    """Read what is new in the mailbox of [imap] and bind it to the mails that were sent."""
    from campaign.services import replies as answers

    bar = _Bar(shown=sys.stderr.isatty() and not (campaign.out.quiet or campaign.out.as_json))
    told = _watcher(campaign, bar)
    box = answers.mailbox(campaign.store, campaign.settings, campaign.folder.replies, campaign.now, told)
    with closing(bar):
        if not watching:
            _tell(campaign, answers.fetch(box))
            return
        with answers.only_watcher(campaign.folder.mailbox_lock), _stopped_by_signals() as stopping:
            campaign.out.say(f"watching {box.source}; Ctrl-C ends it")
            _tell(campaign, answers.watch(box, stopping.is_set))


def _tell(campaign: Context, result: Fetched) -> None:
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(result.kinds.items())) or "nothing new"
    campaign.out.say(f"{result.looked_at} mails read: {counts}; {result.others} known or about something else")
    found = {"looked_at": result.looked_at, "found": dict(result.kinds), "others": result.others}
    campaign.out.data({**found, "unread": result.unread})


def _watcher(campaign: Context, bar: _Bar) -> Watcher:
    from campaign.services.replies import Watcher

    return Watcher(found=told_of(campaign), total=bar.begin, read=bar.advance, trouble=campaign.out.remark)


def told_of(campaign: Context) -> Callable[[Found, Incoming], None]:
    """Says a line of each mail that was bound to a delivery."""

    def tell(found: Found, mail: Incoming) -> None:
        campaign.out.say("  ".join(aligned([(mail.kind, found.name, mail.rule)])))

    return tell


class _Bar:
    """A bar on a terminal while many mails are read; else nothing."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._bar: Progress | None = None

    def begin(self, total: int) -> None:
        self.close()
        if self._shown and total >= _MANY:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.add_task("reading mails", total=total)
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
def _stopped_by_signals() -> Iterator[threading.Event]:
    """The first Ctrl-C asks to end after the mails in hand; a second one ends the process."""
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
