"""`campaign reply`: fetch and list replies, record positions, list the calls that are due."""

import textwrap
from dataclasses import asdict

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.reply.fetch import fetch
from campaign.core.delivery.replies import Reply, ReplyProof
from campaign.core.languages.in_english import count_of
from campaign.errors import Refused
from campaign.services import replies
from campaign.services.acts.answer_acts import ADD_CALL_NOTE, ADD_POSITION, CONFIRM_CLAIMS
from campaign.services.replies.overview import reply_folder

_MAX_CHARACTERS = 100
_CHECK_CLAIMS = (
    'an email that "says that it is from" somebody has no proof and does not stop further emails; '
    "ask that person, and if it is true: "
    "campaign reply confirm WHO --evidence TEXT"
)


@click.group()
def reply() -> None:
    """Fetch and list replies, record positions, and see who to call."""


reply.add_command(fetch)


@reply.command("list")
@pass_campaign
def list_(context: Context) -> None:
    """List the replies, each with its kind and the rule that recognised it, and the recorded positions."""
    out, known = context.out, replies.list_replies(context.campaign)
    zone = context.campaign.settings.campaign.zone
    back = known.replies
    rows = [(f"{one.at.astimezone(zone):%Y-%m-%d}", one.kind, _who(one), one.subject, one.rule) for one in back]
    for line in align(rows):
        out.say(line)
    for line in align([(one.name, _beginning(one.text)) for one in back if one.kind == "person" and one.text]):
        out.say(f"  {line}")
    for line in align([(one.name, *row) for one in back for row in _files(context, one)]):
        out.say(f"  {line}")
    for line in align([(one.stance, known.name(one), one.way, one.note) for one in known.positions]):
        out.say(line)
    if any(one.proof is ReplyProof.CLAIM for one in back):
        out.say(_CHECK_CLAIMS)
    if not back and not known.positions:
        out.say("no replies yet; next: campaign reply fetch")
    out.data({"replies": [asdict(one) for one in back], "positions": [asdict(one) for one in known.positions]})


def _who(reply: Reply) -> str:
    """The name of the addressee whom a reply is from or about, or says so."""
    return f"says that it is from {reply.name}" if reply.proof is ReplyProof.CLAIM else reply.name


def _beginning(text: str) -> str:
    """The start of a reply on one line."""
    return textwrap.shorten(text, _MAX_CHARACTERS, placeholder=" ...")


def _files(context: Context, reply: Reply) -> list[tuple[object, ...]]:
    """Path, content type and size of every file attached to a reply."""
    folder = context.campaign.folder.display_path(reply_folder(context.campaign, reply))
    return [(f"{folder}/{file.name}", file.kind, f"{file.size} bytes") for file in reply.attachments]


@reply.command()
@click.argument("who")
@click.option(
    "--stance", type=click.Choice(["supports", "against", "open"]), required=True, help="The addressee's position."
)
@click.option("--note", required=True, help="What the addressee said, in a few words.")
@click.option(
    "--by",
    "way",
    type=click.Choice(["phone", "mail", "meeting"]),
    default="phone",
    show_default=True,
    help="How you know.",
)
@pass_campaign
def add(context: Context, who: str, stance: str, note: str, way: str) -> None:
    """Record an addressee's position. WHO is part of the name, the email address or the id."""
    addressee = context.perform(ADD_POSITION, who, stance, way, note)
    context.out.say(f"{addressee.name}: {stance} (by {way})")
    context.out.data({"addressee": addressee.key, "stance": stance, "by": way})


@reply.command()
@click.argument("who")
@click.option("--note", required=True, help='What came of the call, such as "nobody answered".')
@pass_campaign
def call(context: Context, who: str, note: str) -> None:
    """Note a call that gave no position. The office stays on the call list. WHO is part of the name, the email address
    or the id.
    """
    addressee = context.perform(ADD_CALL_NOTE, who, note)
    context.out.say(f"{addressee.name}: noted")
    context.out.data({"addressee": addressee.key, "note": note.strip()})


@reply.command()
@click.argument("who")
@click.option("--evidence", required=True, help="How you know, such as: she said so on the phone.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_campaign
def confirm(context: Context, who: str, evidence: str, *, yes: bool) -> None:
    """Confirm that a reply that "says that it is from" a person really is. It then counts as an answer. WHO is part of
    the name, the email address or the id. Ask the addressee first.
    """
    plan = replies.plan_confirm(context.campaign, who)
    zone = context.campaign.settings.campaign.zone
    for one in plan.claims:
        context.out.say(f"{one.at.astimezone(zone):%Y-%m-%d}  {one.subject}  {_beginning(one.text)}")
    question = f"Has {plan.addressee.name} confirmed to you that this is true?"
    if not yes and not (context.out.interactive and click.confirm(question, err=True)):
        raise Refused("nothing was changed", fix=f"ask {plan.addressee.name}, then add --yes")
    number = context.perform(CONFIRM_CLAIMS, plan, evidence)
    context.out.say(f"{plan.addressee.name}: {count_of(number, 'email')} confirmed")
    context.out.data({"addressee": plan.addressee.key, "confirmed": number, "evidence": evidence})


@reply.command()
@click.option(
    "--days", type=click.IntRange(0, 60), default=3, show_default=True, help="Working days to wait for a reply."
)
@pass_campaign
def due(context: Context, days: int) -> None:
    """List who to call today: addressees who have not replied, or whom the letter could not reach."""
    calls = replies.due_calls(context.campaign, days)
    zone = context.campaign.settings.campaign.zone
    rows = [
        (
            call.person.name,
            call.person.phone,
            call.person.role,
            call.person.country,
            f"sent {call.sent_at.astimezone(zone):%Y-%m-%d}",
            call.why,
            f"away until {call.away_until}" if call.away_until else "",
            f"called {call.notes[0].at.astimezone(zone):%Y-%m-%d}: {call.notes[0].note}" if call.notes else "",
        )
        for call in calls
    ]
    for line in align(rows):
        context.out.say(line)
    if not calls:
        context.out.say("no calls are due today")
    context.out.data(
        [
            {
                "addressee": call.person.key,
                "phone": call.person.phone,
                "sent_at": call.sent_at,
                "why": call.why,
                "away_until": call.away_until,
                "notes": [{"at": note.at, "note": note.note} for note in call.notes],
            }
            for call in calls
        ]
    )
