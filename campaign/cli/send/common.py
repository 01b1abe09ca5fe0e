"""What the commands of `campaign send` share: showing a wave, its progress bar, and the number that is typed back."""

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import Progress

from campaign.cli.context import Context
from campaign.cli.table import aligned
from campaign.core.addressees import Addressee
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import State
from campaign.core.languages.in_english import moment
from campaign.errors import Refused
from campaign.services.people.pending import pending_imports
from campaign.services.sending.order import Attempt, Callbacks
from campaign.services.waves.languages import Fallback, in_words
from campaign.services.waves.plan import Plan

# From here on making the mails takes long enough to show a bar.
_MANY = 50
# The attempts of a longer run are not shown one by one.
_MOST_STEPS = 100
# More lines of a kind are read by nobody.
MOST_ROWS = 20

wave_option = click.option("--wave", default="first", show_default=True, help="The wave's name.")
confirm_option = click.option("--confirm", type=int, metavar="N", help="The number of mails, typed back, for scripts.")


@dataclass(frozen=True, slots=True)
class Deed:
    """What a number is typed back for, in words: "to send", "sent"."""

    do: str
    done: str


SEND = Deed("to send", "sent")
CALL_OFF = Deed("to call off", "called off")


def remark_pending_imports(context: Context) -> None:
    """Remark what was written into the tables and not imported."""
    for sentence in pending_imports(context.campaign):
        context.out.remark(sentence)


def way(context: Context) -> str:
    """ "from letters@coalition.example through smtp.coalition.example:587"."""
    settings = context.campaign.settings
    server = f"{settings.smtp.host}:{settings.smtp.port}" if settings.smtp else ""
    return f"from {settings.sender.address} through {server or 'the outbox folder (no mail server is set)'}"


def mails(number: int) -> str:
    """ "1 mail", "4 mails"."""
    return f"{number} mail" + ("" if number == 1 else "s")


def goes(context: Context, at: dt.datetime) -> str:
    """When a wave goes, in words: "not before Monday 12 April 2027, 09:00 (Europe/Brussels)"."""
    return f"not before {moment(at, context.campaign.settings.campaign.zone)}"


def show_deliveries(context: Context, plan: Plan, *states: State) -> None:
    """A line for each of a wave's mails in these states: to whom, where, in which language, how it stands. A long list
    is cut."""
    rows = [(each.name, each.mail, each.language, each.state) for each in islice(plan.mails(*states), MOST_ROWS)]
    for row in aligned(rows):
        context.out.say(f"  {row}")
    _and_more(context, plan.number(*states))


def show_lines(context: Context, lines: Sequence[str]) -> None:
    """The first lines of a list, and how many more there are."""
    for line in lines[:MOST_ROWS]:
        context.out.say(line)
    _and_more(context, len(lines))


def _and_more(context: Context, number: int) -> None:
    if number > MOST_ROWS:
        context.out.say(f"  ... and {number - MOST_ROWS} more")


def show_languages(context: Context, counts: Mapping[str, int]) -> None:
    """How many mails go out in each language."""
    context.out.say(f"languages: {in_words(counts) or 'none'}")


def remark_fallbacks(context: Context, fallbacks: Sequence[Fallback]) -> None:
    """Name those who do not get their own language."""
    for fallback in fallbacks[:MOST_ROWS]:
        context.out.remark(str(fallback))
    if len(fallbacks) > MOST_ROWS:
        rest = len(fallbacks) - MOST_ROWS
        context.out.remark(f"... and {rest} more do not get their own language (--json names all)")


def remark_without_mail(context: Context, people: Sequence[Addressee]) -> None:
    """Name those who are not written to because no address of theirs is known."""
    for person in people[:MOST_ROWS]:
        context.out.remark(f"{person.name}: no mail address, will not be written to")
    if len(people) > MOST_ROWS:
        context.out.remark(f"... and {len(people) - MOST_ROWS} more without a mail address (campaign addressee list)")


def confirmed(context: Context, number: int, confirm: int | None, deed: Deed = SEND) -> None:
    """Go on only when the number of mails is typed back or given. Raises Refused otherwise."""
    typed = "" if confirm is None else str(confirm)
    if confirm is None and context.out.interactive:
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
def progress(context: Context, what: str, total: int) -> Iterator[Callable[[], object]]:
    """A progress bar on stderr for long work on a terminal; else nothing."""
    if total < _MANY or context.out.quiet or context.out.as_json or not sys.stderr.isatty():
        yield lambda: None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


@contextmanager
def watching(context: Context, number: int) -> Iterator[Callbacks]:
    """Show how a run sends so many mails: a bar, a line for each attempt of a short one, and what went wrong."""
    with progress(context, "sending", number) as advance:

        def show(attempt: Attempt) -> None:
            advance()
            if number <= _MOST_STEPS:
                mail, outcome, verdict = attempt
                answer = f"{outcome.code or 'no answer'} {outcome.text}"
                context.out.say(f"  {verdict.state}  {mail.name} <{mail.mail}>  {answer}")

        yield Callbacks(show, context.out.remark)
