"""`campaign draft`: comments, suggestions and positions on a draft; also those that came by telephone or email."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from campaign.cli.context import Context, pass_campaign
from campaign.core.drafting.signing_position import SigningAnswer
from campaign.core.drafting.suggestion import Suggestion
from campaign.core.drafting.thread import CommentOutcome, DraftReader, OutcomeAnswer, ThreadAudience
from campaign.core.team.account import COMMAND_LINE
from campaign.errors import Refused
from campaign.services.acts.draft_acts import (
    ACCEPT,
    ANSWER_OUTCOME,
    BEGIN_THREAD,
    OFFER,
    REFUSE_SUGGESTION,
    REOPEN_THREAD,
    REPLY,
    SETTLE_THREAD,
    SUGGEST,
    TAKE_OFFER,
    TAKE_POSITION,
    UNDO_SUGGESTION,
    WITHDRAW_THREAD,
)
from campaign.services.drafting.commenting import CommentRequest
from campaign.services.drafting.draft_view import ThreadView, find_thread, read_draft
from campaign.services.drafting.signing_positions import PositionRequest, read_positions
from campaign.services.letters.drafting import text_languages

_OPEN = "open"
organisation_option = click.option(
    "--as", "organisation", default="", metavar="ORGANISATION", help="For an organisation that said so."
)
language_option = click.option("--lang", "language", default="", help="The text. Default: the only one.")


@click.group()
def draft() -> None:
    """Comment on a draft, suggest other words, settle comments, and record who will sign.

    A comment, like a suggestion, has a number: `campaign draft list` prints it.
    """


@draft.command("list")
@language_option
@click.option("--all", "everything", is_flag=True, help="Also what is settled.")
@pass_campaign
def list_(context: Context, language: str, everything: bool) -> None:
    """List the comments with their numbers, and where the organisations stand."""
    codes = (language,) if language else text_languages(context.campaign)
    views = [view for code in codes for view in read_draft(context.campaign, code, _reader("")).threads]
    listed = [view for view in views if everything or view.thread.is_open]
    positions = read_positions(context.campaign, _reader(""))
    for view in listed:
        for line in _lines(view):
            context.out.say(line)
    for one in positions:
        context.out.say(f"{one.organisation}: {one.state or 'no answer'}")
    context.out.data(
        {
            "comments": [_data(view) for view in listed],
            "positions": [{"organisation": one.organisation, "state": one.state} for one in positions],
        }
    )


@draft.command()
@click.argument("passage", type=click.IntRange(min=0))
@click.argument("text")
@click.option("--words", default="", help="The words of the passage that it is about. Default: all of it.")
@click.option("--red-line", is_flag=True, help="The organisation cannot sign unless it is settled.")
@click.option(
    "--readers", type=click.Choice(["everybody", "secretariat"]), default="everybody", help="Who reads the comment."
)
@language_option
@organisation_option
@pass_campaign
def comment(context: Context, /, passage: int, text: str, organisation: str, language: str, **options: Any) -> None:
    """Comment on PASSAGE, counted from 1; 0 for the whole letter."""
    audience = ThreadAudience(options["readers"])
    wanted = CommentRequest(
        _language(context, language), "", passage or None, options["words"], text, audience, options["red_line"]
    )
    thread = context.perform(BEGIN_THREAD, wanted, _reader(organisation))
    _done(context, f"comment {thread.id} is added", thread.id)


@draft.command()
@click.argument("passage", type=click.IntRange(min=1))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--why", default="", help="The reason.")
@click.option("--for", "thread", type=int, default=0, metavar="COMMENT", help="Offer the words in answer to a comment.")
@language_option
@organisation_option
@pass_campaign
def suggest(
    context: Context, passage: int, file: Path, why: str, thread: int, language: str, organisation: str
) -> None:
    """Suggest the words of FILE for PASSAGE, counted from 1."""
    after, reader = file.read_text("utf-8", errors="replace"), _reader(organisation)
    suggestion: Suggestion
    if thread:
        suggestion = context.perform(OFFER, thread, "", passage, after, reader)
    else:
        wanted = CommentRequest(_language(context, language), "", passage, "", why)
        suggestion = context.perform(SUGGEST, wanted, after, reader)
    _done(context, f"the suggestion is added as comment {suggestion.thread}", suggestion.thread)


@draft.command()
@click.argument("number", metavar="COMMENT", type=int)
@click.argument("text")
@organisation_option
@pass_campaign
def reply(context: Context, number: int, text: str, organisation: str) -> None:
    """Answer COMMENT."""
    context.perform(REPLY, number, text, _reader(organisation))
    _done(context, f"comment {number} is answered", number)


@draft.command()
@click.argument("number", metavar="COMMENT", type=int)
@click.argument("outcome", type=click.Choice([_OPEN, *(outcome.value for outcome in CommentOutcome)]))
@click.option("--reason", default="", help="Why; needed where it is not taken as it was.")
@organisation_option
@pass_campaign
def settle(context: Context, number: int, outcome: str, reason: str, organisation: str) -> None:
    """Say what came of COMMENT. OUTCOME open opens it again; withdrawn needs --as."""
    reader = _reader(organisation)
    if outcome == _OPEN:
        context.perform(REOPEN_THREAD, number, reader)
    elif outcome == CommentOutcome.WITHDRAWN:
        context.perform(WITHDRAW_THREAD, number, reader)
    else:
        context.perform(SETTLE_THREAD, number, CommentOutcome(outcome), reason, reader)
    _done(context, f"comment {number}: {outcome}", number)


@draft.command()
@click.argument("number", metavar="COMMENT", type=int)
@click.argument("answer", type=click.Choice([answer.value for answer in OutcomeAnswer]))
@organisation_option
@pass_campaign
def answer(context: Context, number: int, answer: str, organisation: str) -> None:
    """Record whether the outcome of COMMENT is fine with the organisation in --as, or still a problem."""
    context.perform(ANSWER_OUTCOME, number, OutcomeAnswer(answer), _reader(organisation))
    _done(context, f"comment {number}: the outcome is {answer if answer == 'fine' else 'still a problem'}", number)


@draft.command()
@click.argument("number", metavar="COMMENT", type=int)
@click.option("--part", "parts", type=click.IntRange(min=1), multiple=True, help="Only this part, counted from 1.")
@organisation_option
@pass_campaign
def accept(context: Context, number: int, parts: tuple[int, ...], organisation: str) -> None:
    """Put the suggestion of COMMENT into the text. With --as, the organisation agrees to the words offered to it."""
    reader = _reader(organisation)
    suggestion = _suggestion(context, number, reader, is_offer=bool(organisation))
    if organisation:
        context.perform(TAKE_OFFER, suggestion, reader)
    else:
        context.perform(ACCEPT, suggestion, [part - 1 for part in parts] or None, reader)
    _done(context, f"the suggestion of comment {number} is in the text", number)


@draft.command()
@click.argument("number", metavar="COMMENT", type=int)
@click.argument("reason")
@pass_campaign
def refuse(context: Context, number: int, reason: str) -> None:
    """Refuse the suggestion of COMMENT, with the REASON."""
    context.perform(REFUSE_SUGGESTION, _suggestion(context, number, _reader("")), reason, _reader(""))
    _done(context, f"the suggestion of comment {number} is refused", number)


@draft.command()
@click.argument("number", metavar="COMMENT", type=int)
@pass_campaign
def undo(context: Context, number: int) -> None:
    """Undo the decision on the suggestion of COMMENT: its words are taken out of the text again."""
    context.perform(UNDO_SUGGESTION, _suggestion(context, number, _reader("")), _reader(""))
    _done(context, f"the suggestion of comment {number} is open again", number)


@draft.command()
@click.argument("organisation")
@click.argument("answer", type=click.Choice([answer.value for answer in SigningAnswer]))
@click.option("--if", "threads", type=int, multiple=True, metavar="COMMENT", help="A comment to be settled first.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day until which it needs time.")
@click.option("--note", default="", help="Why, and who said so.")
@language_option
@pass_campaign
def position(
    context: Context,
    organisation: str,
    answer: str,
    threads: tuple[int, ...],
    until: dt.datetime | None,
    note: str,
    language: str,
) -> None:
    """Record where ORGANISATION stands on the draft."""
    day, code = until.date() if until else None, _language(context, language)
    wanted = PositionRequest(organisation, SigningAnswer(answer), day, threads, code, note)
    stored = context.perform(TAKE_POSITION, wanted, _reader(""))
    context.out.say(f"{stored.organisation}: {stored.answer}")
    context.out.data({"organisation": stored.organisation, "answer": stored.answer})


def _reader(organisation: str) -> DraftReader:
    """Who acts: the command line, or an organisation that said so by telephone or email."""
    return DraftReader(None, organisation or COMMAND_LINE.name, organisation, settles=True)


def _language(context: Context, language: str) -> str:
    codes = text_languages(context.campaign)
    if language or len(codes) == 1:
        return language or codes[0]
    raise Refused("the letter has several texts", fix=f"say which one: --lang {' or --lang '.join(codes)}")


def _suggestion(context: Context, number: int, reader: DraftReader, *, is_offer: bool | None = None) -> int:
    """The suggestion of a comment, or the newest that was offered in answer to it."""
    view = find_thread(context.campaign, number, reader)
    known = view.suggestions if view else ()
    wanted = [one for one in known if is_offer is None or one.suggestion.is_offer is is_offer]
    if not wanted:
        raise Refused(f"comment {number} has no such suggestion", fix="campaign draft list")
    return next((one for one in reversed(wanted) if one.is_open), wanted[-1]).suggestion.id


def _done(context: Context, words: str, number: int) -> None:
    context.out.say(words)
    context.out.data({"comment": number})


def _lines(view: ThreadView) -> Iterator[str]:
    thread = view.thread
    place = f"passage {view.passage}" if view.passage else ("changed since" if view.quote else "the whole letter")
    state = thread.outcome or ("red line" if thread.is_red_line else "open")
    yield f"{thread.id}  {thread.language}, {place}: {state}" + (f" ({thread.reason})" if thread.reason else "")
    if view.quote:
        yield f"    “{view.short_quote}”"
    for one in view.suggestions:
        for part in one.parts:
            yield f"    {part.number + 1}. [-{part.before}-] {{+{part.after}+}}"
    for entry in view.comments:
        yield f"    {entry.author}: {entry.text}"


def _data(view: ThreadView) -> dict[str, Any]:
    thread = view.thread
    return {
        "comment": thread.id,
        "language": thread.language,
        "passage": view.passage,
        "words": view.quote,
        "organisation": thread.organisation,
        "red_line": thread.is_red_line,
        "outcome": thread.outcome,
        "reason": thread.reason,
        "answer": thread.answer,
        "comments": [{"author": entry.author, "text": entry.text} for entry in view.comments],
        "suggestions": [
            {"after": one.suggestion.after, "state": one.suggestion.state, "is_offer": one.suggestion.is_offer}
            for one in view.suggestions
        ],
    }
