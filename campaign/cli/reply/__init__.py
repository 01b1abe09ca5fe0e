"""`campaign reply`: fetch, list, add, due."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.reply.fetch import fetch
from campaign.cli.table import aligned
from campaign.errors import UsageError

if TYPE_CHECKING:
    from campaign.core.delivery.answered import Reply

_MOST_SHOWN = 100


@click.group()
def reply() -> None:
    """What came back: bounces, automatic answers, people's replies, and whom to ring."""


reply.add_command(fetch)


@reply.command("list")
@pass_campaign
def list_(campaign: Context) -> None:
    """Who answered, what it is, and by which rule it was told; how people's replies begin; the positions on record."""
    from campaign.adapters.store import people, replies

    back = campaign.store.read(replies.replies, campaign.letter)
    stands = campaign.store.read(replies.positions, campaign.letter)
    zone = campaign.settings.campaign.zone
    rows = [(f"{each.at.astimezone(zone):%Y-%m-%d}", each.kind, each.name, each.subject, each.rule) for each in back]
    for line in aligned(rows):
        campaign.out.say(line)
    for line in aligned([(each.name, _beginning(each.text)) for each in back if each.kind == "person" and each.text]):
        campaign.out.say(f"  {line}")
    files = [(each.name, *row) for each in back for row in _files(campaign, each)]
    for line in aligned(files):
        campaign.out.say(f"  {line}")
    names = {each.key: each.name for each in campaign.store.read(people.addressees, campaign.letter)}
    for line in aligned(
        [(each.stance, names.get(each.addressee, each.addressee), each.way, each.note) for each in stands.values()]
    ):
        campaign.out.say(line)
    if not back and not stands:
        campaign.out.say("nothing came back yet; next: campaign reply fetch")
    campaign.out.data(
        {"replies": [asdict(each) for each in back], "positions": [asdict(each) for each in stands.values()]}
    )


def _beginning(text: str) -> str:
    """The first words of a reply, on one line; --json has all of them."""
    return textwrap.shorten(text, _MOST_SHOWN, placeholder=" ...")


def _files(campaign: Context, reply: Reply) -> list[tuple[object, ...]]:
    """Where each file of a reply lies, what its sender calls it, and its size."""
    from campaign.services.replies import folder_name

    place = campaign.folder.shown(campaign.folder.replies / folder_name(reply.message_id))
    return [(f"{place}/{each.name}", each.kind, f"{each.size} bytes") for each in reply.attachments]


@reply.command()
@click.argument("who")
@click.option(
    "--stance", type=click.Choice(["supports", "against", "open"]), required=True, help="Where he or she stands."
)
@click.option("--note", required=True, help="What was said, in a few words.")
@click.option(
    "--by",
    "way",
    type=click.Choice(["phone", "mail", "meeting"]),
    default="phone",
    show_default=True,
    help="How you know.",
)
@pass_campaign
def add(campaign: Context, who: str, stance: str, note: str, way: str) -> None:
    """Record where an addressee stands. WHO is a part of the name, the mail address or the id."""
    from campaign.adapters.store import people, replies
    from campaign.core.delivery.answered import Position

    known = campaign.store.read(people.addressees, campaign.letter)
    exact = [each for each in known if who in (each.key, each.mail) or who.casefold() == each.name.casefold()]
    found = exact or [each for each in known if who.casefold() in each.name.casefold()]
    if len(found) != 1:
        raise UsageError(
            f"{len(found) or 'no'} addressees are meant by {who!r}",
            hint="name one of: " + ", ".join(each.name for each in (found or known)[:8]),
        )
    position = Position(found[0].key, campaign.now(), stance, way, note.strip())
    campaign.store.write(replies.add_position, campaign.letter, position)
    campaign.out.say(f"{found[0].name}: {stance} (by {way})")
    campaign.out.data({"addressee": found[0].key, "stance": stance, "by": way})


@reply.command()
@click.option("--days", type=click.IntRange(0, 60), default=3, show_default=True, help="Working days to wait.")
@pass_campaign
def due(campaign: Context, days: int) -> None:
    """Whom to ring today: those who had the letter and have not answered, and those it cannot reach."""
    from campaign.services.replies import due_calls

    found = due_calls(campaign.campaign, days)
    rows = [
        (
            each.person.name,
            each.person.phone,
            each.person.role,
            each.person.country,
            f"sent {each.sent_at.astimezone(campaign.settings.campaign.zone):%Y-%m-%d}",
            each.why,
            f"away until {each.away_until}" if each.away_until else "",
        )
        for each in found
    ]
    for line in aligned(rows):
        campaign.out.say(line)
    if not found:
        campaign.out.say("nobody is to be rung today")
    campaign.out.data(
        [
            {
                "addressee": each.person.key,
                "phone": each.person.phone,
                "sent_at": each.sent_at,
                "why": each.why,
                "away_until": each.away_until,
            }
            for each in found
        ]
    )
