"""What the commands of `campaign send` share: the situation, the plan with its progress bar, and showing a wave."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context
from campaign.cli.table import aligned
from campaign.errors import Refused

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from campaign.core.delivery.records import Delivery
    from campaign.core.delivery.states import State
    from campaign.services.waves.languages import Fallback
    from campaign.services.waves.plan import Plan
    from campaign.services.waves.situation import Situation

# From here on making the mails takes long enough to show a bar.
_MANY = 50
# More lines of a kind are read by nobody.
_MOST_TOLD = 20

wave_option = click.option("--wave", default="first", show_default=True, help="The wave's name.")
confirm_option = click.option("--confirm", type=int, metavar="N", help="The number of mails, typed back, for scripts.")


@dataclass(frozen=True, slots=True)
class Deed:
    """What a number is typed back for, in words: "to send", "sent"."""

    do: str
    done: str


SEND = Deed("to send", "sent")
CALL_OFF = Deed("to call off", "called off")


def situation(campaign: Context) -> Situation:
    """All that decides what would be sent; what was written into the tables and not imported is remarked."""
    from campaign.services.waves.situation import gather
    from campaign.services.waves.unimported import unimported

    found = gather(campaign.folder, campaign.settings, campaign.store, campaign.letter)
    for sentence in unimported(found):
        campaign.out.remark(sentence)
    return found


def kept(campaign: Context, wave: str) -> Plan:
    """The wave as it is kept. Raises UsageError when there is none."""
    from campaign.services.waves.plan import find_wave

    return find_wave(campaign.campaign, wave)


def way(campaign: Context) -> str:
    """ "from letters@coalition.example through smtp.coalition.example:587"."""
    settings = campaign.settings
    server = f"{settings.smtp.host}:{settings.smtp.port}" if settings.smtp else ""
    return f"from {settings.sender.address} through {server or 'the outbox folder (no mail server is set)'}"


def mails(number: int) -> str:
    """ "1 mail", "4 mails"."""
    return f"{number} mail" + ("" if number == 1 else "s")


def show_deliveries(campaign: Context, plan: Plan, *states: State) -> None:
    """A line for each of a wave's mails in these states: to whom, where, in which language, how it stands. A long list
    is cut."""
    rows = [(each.name, each.mail, each.language, each.state) for each in islice(plan.mails(*states), _MOST_TOLD)]
    for row in aligned(rows):
        campaign.out.say(f"  {row}")
    _and_more(campaign, plan.number(*states))


def show_lines(campaign: Context, lines: Sequence[str]) -> None:
    """The first lines of a list, and how many more there are."""
    for line in lines[:_MOST_TOLD]:
        campaign.out.say(line)
    _and_more(campaign, len(lines))


def _and_more(campaign: Context, number: int) -> None:
    if number > _MOST_TOLD:
        campaign.out.say(f"  ... and {number - _MOST_TOLD} more")


def show_languages(campaign: Context, counts: Mapping[str, int]) -> None:
    """How many mails go out in each language."""
    from campaign.services.waves.languages import in_words

    campaign.out.say(f"languages: {in_words(counts) or 'none'}")


def tell_fallbacks(campaign: Context, now: Situation) -> tuple[Fallback, ...]:
    """Name those who do not get their own language."""
    from campaign.services.waves.languages import fallbacks

    found = fallbacks(now.writable, now.letters if now.version is None or now.stale else now.frozen)
    for fallback in found[:_MOST_TOLD]:
        campaign.out.remark(str(fallback))
    if len(found) > _MOST_TOLD:
        campaign.out.remark(f"... and {len(found) - _MOST_TOLD} more do not get their own language (--json names all)")
    return found


def tell_without_mail(campaign: Context, now: Situation) -> None:
    """Name those who are not written to because no address of theirs is known."""
    found = now.without_mail
    for person in found[:_MOST_TOLD]:
        campaign.out.remark(f"{person.name}: no mail address, will not be written to")
    if len(found) > _MOST_TOLD:
        campaign.out.remark(f"... and {len(found) - _MOST_TOLD} more without a mail address (campaign addressee list)")


def confirmed(campaign: Context, number: int, confirm: int | None, deed: Deed = SEND) -> None:
    """Go on only when the number of mails is typed back or given. Raises Refused otherwise."""
    typed = "" if confirm is None else str(confirm)
    if confirm is None and campaign.out.interactive:
        typed = click.prompt(f"Type the number of mails {deed.do}", default="", show_default=False).strip()
    if not typed:
        raise Refused(f"nothing was {deed.done}", hint=f"add --confirm {number} {deed.do} {mails(number)}")
    if typed != str(number):
        raise Refused(f"nothing was {deed.done}: {typed} was typed, there are {number}", hint="look at the list again")


def log_rows(deliveries: Iterable[Delivery], zone: ZoneInfo) -> Iterator[tuple[object, ...]]:
    """A row a delivery: how it stands, to whom, since when, and the mail server's last word."""
    return (
        (
            each.state,
            each.name,
            each.mail,
            f"{each.changed_at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
            each.reply_code or "",
            each.reply_text,
        )
        for each in deliveries
    )


@contextmanager
def progress(campaign: Context, what: str, total: int) -> Iterator[Callable[[], object]]:
    """A progress bar on stderr for long work on a terminal; else nothing."""
    if total < _MANY or campaign.out.quiet or campaign.out.as_json or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
