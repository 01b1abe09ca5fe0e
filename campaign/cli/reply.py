"""`campaign reply`: fetch, list, add, due."""

import datetime as dt
from dataclasses import asdict

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.table import aligned
from campaign.errors import UsageError


@click.group()
def reply() -> None:
    """What came back: bounces, automatic answers, people's replies, and whom to ring."""


@reply.command()
@pass_campaign
def fetch(campaign: Context) -> None:
    """Read what is new in the mailbox of [imap] and bind it to the mails that were sent."""
    from campaign.answers import fetch as fetched
    from campaign.bounces import Incoming
    from campaign.store.replies import Found

    def told(found: Found, mail: Incoming) -> None:
        campaign.out.say("  ".join(aligned([(mail.kind, found.name, mail.rule)])))

    result = fetched(campaign.store, campaign.settings, campaign.folder.replies, campaign.now(), told)
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(result.kinds.items())) or "nothing new"
    campaign.out.say(f"{result.looked_at} mails read: {counts}; {result.others} known or about something else")
    campaign.out.data({"looked_at": result.looked_at, "found": dict(result.kinds), "others": result.others})


@reply.command("list")
@pass_campaign
def list_(campaign: Context) -> None:
    """Who answered, what it is, and by which rule it was told; then the positions on record."""
    from campaign.store import replies

    back = campaign.store.read(replies.replies, campaign.letter)
    stands = campaign.store.read(replies.positions, campaign.letter)
    for line in aligned([(f"{each.at:%Y-%m-%d}", each.kind, each.name, each.subject, each.rule) for each in back]):
        campaign.out.say(line)
    for line in aligned([(each.stance, each.addressee, each.way, each.note) for each in stands.values()]):
        campaign.out.say(line)
    if not back and not stands:
        campaign.out.say("nothing came back yet; next: campaign reply fetch")
    campaign.out.data(
        {"replies": [asdict(each) for each in back], "positions": [asdict(each) for each in stands.values()]}
    )


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
    from campaign.delivery.answered import Position
    from campaign.store import people, replies

    known = campaign.store.read(people.addressees, campaign.letter)
    exact = [each for each in known if who in (each.key, each.mail)]
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
    from campaign.answers import due as due_now

    today: dt.date = campaign.now().astimezone(campaign.settings.campaign.zone).date()
    found = due_now(campaign.store, campaign.letter, today, days)
    rows = [
        (
            each.person.name,
            each.person.role,
            each.person.country,
            f"sent {each.sent_at:%Y-%m-%d}",
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
            {"addressee": each.person.key, "sent_at": each.sent_at, "why": each.why, "away_until": each.away_until}
            for each in found
        ]
    )
