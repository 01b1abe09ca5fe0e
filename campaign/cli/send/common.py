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

from campaign.cli.columns import align
from campaign.cli.context import Context
from campaign.core.addressees import Addressee
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import DeliveryState
from campaign.core.languages.in_english import moment
from campaign.errors import Refused
from campaign.services.people.pending import pending_imports
from campaign.services.sending.order import Attempt, RunCallbacks
from campaign.services.waves.languages import Fallback, in_words
from campaign.services.waves.plan import PlannedWave

# From here on making the mails takes long enough to show a bar.
_MANY = 50
# The attempts of a longer run are not shown one by one.
_MOST_STEPS = 100
# More lines of a kind are read by nobody.
MOST_ROWS = 20

wave_option = click.option("--wave", default="first", show_default=True, help="The wave's name.")
confirm_option = click.option("--confirm", type=int, metavar="N", help="The number of mails, typed back, for scripts.")


@dataclass(frozen=True, slots=True)
class ConfirmText:
    """What a number is typed back for, in words: "to send", "sent"."""

    action: str
    done: str


SEND = ConfirmText("to send", "sent")
CALL_OFF = ConfirmText("to call off", "called off")


def remark_on_pending_imports(context: Context) -> None:
    """Remark what was written into the tables and not imported."""
    for sentence in pending_imports(context.campaign):
        context.out.remark(sentence)


def sender_and_server(context: Context) -> str:
    """ "from letters@coalition.example through smtp.coalition.example:587"."""
    settings = context.campaign.settings
    server = f"{settings.smtp.host}:{settings.smtp.port}" if settings.smtp else ""
    return f"from {settings.sender.address} through {server or 'the outbox folder (no mail server is set)'}"


def mail_count(number: int) -> str:
    """ "1 mail", "4 mails"."""
    return f"{number} mail" + ("" if number == 1 else "s")


def start_in_words(context: Context, at: dt.datetime) -> str:
    """When a wave goes, in words: "not before Monday 12 April 2027, 09:00 (Europe/Brussels)"."""
    return f"not before {moment(at, context.campaign.settings.campaign.zone)}"


def show_deliveries(context: Context, plan: PlannedWave, *states: DeliveryState) -> None:
    """A line for each of a wave's mails in these states: to whom, where, in which language, how it stands. A long list
    is cut."""
    rows = [
        (delivery.name, delivery.address, delivery.language, delivery.state)
        for delivery in islice(plan.deliveries(*states), MOST_ROWS)
    ]
    for row in align(rows):
        context.out.say(f"  {row}")
    _say_how_many_more(context, plan.number(*states))


def show_lines(context: Context, lines: Sequence[str]) -> None:
    """The first lines of a list, and how many more there are."""
    for line in lines[:MOST_ROWS]:
        context.out.say(line)
    _say_how_many_more(context, len(lines))


def _say_how_many_more(context: Context, number: int) -> None:
    if number > MOST_ROWS:
        context.out.say(f"  ... and {number - MOST_ROWS} more")


def show_languages(context: Context, counts: Mapping[str, int]) -> None:
    """How many mails go out in each language."""
    context.out.say(f"languages: {in_words(counts) or 'none'}")


def remark_on_fallbacks(context: Context, fallbacks: Sequence[Fallback]) -> None:
    """Name those who do not get their own language."""
    for fallback in fallbacks[:MOST_ROWS]:
        context.out.remark(str(fallback))
    if len(fallbacks) > MOST_ROWS:
        rest = len(fallbacks) - MOST_ROWS
        context.out.remark(f"... and {rest} more do not get their own language (--json names all)")


def remark_on_missing_addresses(context: Context, people: Sequence[Addressee]) -> None:
    """Name those who are not written to because no address of theirs is known."""
    for person in people[:MOST_ROWS]:
        context.out.remark(f"{person.name}: no mail address, will not be written to")
    if len(people) > MOST_ROWS:
        context.out.remark(f"... and {len(people) - MOST_ROWS} more without a mail address (campaign addressee list)")


def need_number(context: Context, number: int, confirm: int | None, confirm_text: ConfirmText = SEND) -> None:
    """Go on only when the number of mails is typed back or given. Raises Refused otherwise."""
    typed = "" if confirm is None else str(confirm)
    if confirm is None and context.out.interactive:
        typed = click.prompt(f"Type the number of mails {confirm_text.action}", default="", show_default=False).strip()
    if not typed:
        raise Refused(
            f"nothing was {confirm_text.done}", fix=f"add --confirm {number} {confirm_text.action} {mail_count(number)}"
        )
    if typed != str(number):
        raise Refused(
            f"nothing was {confirm_text.done}: {typed} was typed, there are {number}", fix="look at the list again"
        )


def log_rows(deliveries: Iterable[Delivery], zone: ZoneInfo) -> Iterator[tuple[object, ...]]:
    """A row a delivery: how it stands, to whom, since when, and the mail server's last word."""
    return (
        (
            delivery.state,
            delivery.name,
            delivery.address,
            f"{delivery.changed_at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
            delivery.reply_code or "",
            delivery.reply_text,
        )
        for delivery in deliveries
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
def watching(context: Context, number: int) -> Iterator[RunCallbacks]:
    """Show how a run sends so many mails: a bar, a line for each attempt of a short one, and what went wrong."""
    with progress(context, "sending", number) as advance:

        def show(attempt: Attempt) -> None:
            advance()
            if number <= _MOST_STEPS:
                mail, outcome, verdict = attempt
                answer = f"{outcome.code or 'no answer'} {outcome.text}"
                context.out.say(f"  {verdict.state}  {mail.name} <{mail.address}>  {answer}")

        yield RunCallbacks(show, context.out.remark)
