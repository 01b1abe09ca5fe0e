"""`campaign signatory list`: the coordinator's board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.common import board
from campaign.cli.table import aligned

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from campaign.core.signons.board import Row

_SILENT = "silent"
_STATES = (
    "invited", "opened", "promised", "pending", "confirmed", "listed", "declined", "refused", "withdrawn",
)  # fmt: skip


@click.command("list")
@click.option("--state", type=click.Choice((_SILENT, *_STATES)), help="Only these; silent: asked, and not answered.")
@pass_campaign
def list_(campaign: Context, state: str | None) -> None:
    """The board: where each organisation stands and since when, what waits for you first.

    It names the contacts, who are nobody's business but yours.
    """
    from campaign.core.signons.board import in_order

    every = board(campaign)
    zone = campaign.settings.campaign.zone
    shown = [row for row in in_order(every) if state in (None, row.signon.state, _SILENT if row.is_silent else None)]
    for line in aligned([_HEAD, *(_cells(row, zone) for row in shown)]) if shown else ():
        campaign.out.say(line)
    if not every:
        campaign.out.say("no organisations yet; next: campaign signatory import, or campaign signatory invite")
        campaign.out.data(_payload(campaign, every, ()))
        return
    _say_counts(campaign, every)
    campaign.out.data(_payload(campaign, every, shown))


def _payload(campaign: Context, every: Sequence[Row], shown: Sequence[Row]) -> dict[str, object]:
    from campaign.core.signons.board import counted

    return {
        "letter": campaign.letter,
        "soft_deadline": campaign.settings.inviting.soft_at,
        "deadline": campaign.settings.signing_closes_at,
        "counts": {str(each): number for each, number in counted(every).items()},
        "silent": sum(row.is_silent for row in every),
        "signatories": [data(row) for row in shown],
    }


_HEAD = ("key", "name", "state", "since", "contact", "mail", "remark")


def data(row: Row) -> dict[str, object]:
    """A row for programs, the contact among it."""
    signon, signer = row.signon, row.signer
    return {
        "key": signon.key,
        "name": signon.name,
        "kind": signon.kind,
        "state": signon.state,
        "since": row.since,
        "asked_at": row.asked_at,
        "until": signer.until if signer else None,
        "country": signon.country,
        "url": signon.url,
        "language": signon.language,
        "source": signon.source,
        "version": signon.version,
        "person": signer.person if signer else "",
        "role": signer.role if signer else "",
        "mail": signer.mail if signer else "",
        "mail_confirmed_at": signer.confirmed_at if signer else None,
        "last_mail": row.mail,
        "stopped_at": row.stopped_at,
    }


def _say_counts(campaign: Context, every: Sequence[Row]) -> None:
    from campaign.core.signons.board import MEANING, counted

    settings = campaign.settings
    counts = counted(every)
    campaign.out.say()
    for line in aligned([(number, each, MEANING[each]) for each, number in counts.items()]):
        campaign.out.say(line)
    if settings.inviting.soft_at:
        campaign.out.say(f"answers are wished for by {_moment(settings.inviting.soft_at, settings.campaign.zone)}")
    campaign.out.say(f"names are taken until {_moment(settings.signing_closes_at, settings.campaign.zone)}")


def _cells(row: Row, zone: ZoneInfo) -> tuple[object, ...]:
    signer = row.signer
    since = f"{row.since.astimezone(zone):%Y-%m-%d}"
    who = (signer.person, signer.mail) if signer else ("", "")
    return row.signon.key, row.signon.name, row.signon.state, since, *who, _remark(row, zone)


def _remark(row: Row, zone: ZoneInfo) -> str:
    """What else there is to know: a promised day, a mail that is lost, when it was last written to, that it must not be
    again."""
    said = ["asked not to be written to"] if row.stopped_at else []
    if row.signon.state == "promised" and row.signer and row.signer.until:
        said.append(f"until {row.signer.until.isoformat()}")
    if row.is_silent and row.asked_at:
        said.append(f"written to {row.asked_at.astimezone(zone):%Y-%m-%d}")
    if row.mail not in ("", "sent"):
        said.append(f"mail {row.mail}")
    return ", ".join(said)


def _moment(at: dt.datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%A %-d %B %Y, %H:%M} ({zone.key})"
