"""Shared by the commands that send: show a wave, show progress, ask for the number of emails."""

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
from campaign.core.languages.in_english import count_of, moment
from campaign.errors import Refused
from campaign.services.people.unimported_changes import pending_imports
from campaign.services.sending.order import Attempt, RunCallbacks
from campaign.services.waves.languages import Fallback, in_words
from campaign.services.waves.plan import PlannedWave

# Making this many emails takes long enough for a progress bar.
_MANY = 50
# In a longer run, attempts are not printed one by one.
_MOST_STEPS = 100
# Longer lists are cut: nobody reads more lines of one kind.
MOST_ROWS = 20

wave_option = click.option("--wave", default="first", show_default=True, help="Name of the wave.")
confirm_option = click.option(
    "--confirm", type=int, metavar="N", help="The number of emails, for scripts that cannot type it."
)


@dataclass(frozen=True, slots=True)
class ConfirmText:
    """The words for an action that must be confirmed: "to send", "sent", and what is counted."""

    action: str
    done: str
    noun: str = "email"


SEND = ConfirmText("to send", "sent")
CANCEL = ConfirmText("to cancel", "cancelled")


def remark_on_pending_imports(context: Context) -> None:
    """Warn of changes in the CSV files that are not imported yet."""
    for sentence in pending_imports(context.campaign):
        context.out.remark(sentence)


def sender_and_server(context: Context) -> str:
    """ "from letters@coalition.example through smtp.coalition.example:587"."""
    settings = context.campaign.settings
    server = f"{settings.smtp.host}:{settings.smtp.port}" if settings.smtp else ""
    return f"from {settings.sender.address} through {server or 'the outbox folder (no mail server is set)'}"


def start_in_words(context: Context, at: dt.datetime) -> str:
    """When a wave starts: "not before Monday 12 April 2027, 09:00 (Europe/Brussels)"."""
    return f"not before {moment(at, context.campaign.settings.campaign.zone)}"


def show_deliveries(context: Context, plan: PlannedWave, *states: DeliveryState) -> None:
    """Print name, address, language and state of a wave's deliveries in these states, up to MOST_ROWS."""
    rows = [
        (delivery.name, delivery.address, delivery.language, delivery.state)
        for delivery in islice(plan.deliveries(*states), MOST_ROWS)
    ]
    for row in align(rows):
        context.out.say(f"  {row}")
    _say_how_many_more(context, plan.number(*states))


def show_lines(context: Context, lines: Sequence[str]) -> None:
    """Print up to MOST_ROWS lines, and how many more there are."""
    for line in lines[:MOST_ROWS]:
        context.out.say(line)
    _say_how_many_more(context, len(lines))


def _say_how_many_more(context: Context, number: int) -> None:
    if number > MOST_ROWS:
        context.out.say(f"  ... and {number - MOST_ROWS} more")


def show_languages(context: Context, counts: Mapping[str, int]) -> None:
    """Print the number of emails per language."""
    context.out.say(f"languages: {in_words(counts) or 'none'}")


def remark_on_fallbacks(context: Context, fallbacks: Sequence[Fallback]) -> None:
    """Warn of addressees who do not get the letter in their own language."""
    for fallback in fallbacks[:MOST_ROWS]:
        context.out.remark(str(fallback))
    if len(fallbacks) > MOST_ROWS:
        rest = len(fallbacks) - MOST_ROWS
        context.out.remark(f"... and {rest} more do not get their own language (--json lists all)")


def remark_on_missing_addresses(context: Context, people: Sequence[Addressee]) -> None:
    """Warn of addressees without an email address."""
    for person in people[:MOST_ROWS]:
        context.out.remark(f"{person.name}: no email address, gets no email")
    if len(people) > MOST_ROWS:
        context.out.remark(f"... and {len(people) - MOST_ROWS} more without an email address (campaign addressee list)")


def need_number(context: Context, number: int, confirm: int | None, confirm_text: ConfirmText = SEND) -> None:
    """Ask for the number of emails, or for a yes if it is only one, unless --confirm gives it.

    Raises Refused if it is missing or wrong.
    """
    typed = "" if confirm is None else str(confirm)
    if confirm is None and context.out.interactive:
        typed = _ask_for(number, confirm_text)
    counted = count_of(number, confirm_text.noun)
    if not typed:
        raise Refused(f"nothing was {confirm_text.done}", fix=f"add --confirm {number} {confirm_text.action} {counted}")
    if typed != str(number):
        raise Refused(
            f"not {confirm_text.done}: {counted} {confirm_text.action}, you typed {typed}", fix="check the list again"
        )


def _ask_for(number: int, confirm_text: ConfirmText) -> str:
    """What a person answers at a terminal; "1" for a yes to one email, "" for no answer."""
    if number == 1:
        question = f"1 {confirm_text.noun} {confirm_text.action}: yes or no?"
        typed = click.prompt(question, default="no", show_default=False).strip()
        return {"yes": "1", "y": "1", "no": "", "n": ""}.get(typed.casefold(), typed)
    question = f"Type the number of {confirm_text.noun}s {confirm_text.action}"
    return click.prompt(question, default="", show_default=False).strip()


def log_rows(deliveries: Iterable[Delivery], zone: ZoneInfo) -> Iterator[tuple[object, ...]]:
    """One row per delivery: state, name, address, time of the last change, and the mail server's last answer."""
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
    """A progress bar on stderr for long work on a terminal. Yields the function that advances it by one."""
    if total < _MANY or context.out.quiet or context.out.as_json or not sys.stderr.isatty():
        yield lambda: None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


@contextmanager
def watching(context: Context, number: int) -> Iterator[RunCallbacks]:
    """Show the progress of sending `number` emails: a bar, a line per attempt of a short run, and errors."""
    with progress(context, "sending", number) as advance:

        def show(attempt: Attempt) -> None:
            advance()
            if number <= _MOST_STEPS:
                mail, outcome, verdict = attempt
                answer = f"{outcome.code or 'no answer'} {outcome.text}"
                context.out.say(f"  {verdict.state}  {mail.name} <{mail.address}>  {answer}")

        yield RunCallbacks(show, context.out.remark)
