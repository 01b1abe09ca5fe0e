"""`campaign send log`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send_common import kept, log_rows, wave_option
from campaign.cli.table import aligned
from campaign.delivery.states import MEANING, State

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from campaign.delivery.records import Event


@click.command()
@wave_option
@click.option("--events", is_flag=True, help="Everything that happened, in order.")
@pass_campaign
def log(campaign: Context, wave: str, events: bool) -> None:
    """Each mail of a wave: how it stands, and what the mail server said."""
    from campaign.store import deliveries

    plan = kept(campaign, wave)
    zone = campaign.settings.campaign.zone
    happened = campaign.store.read(deliveries.events, plan.dispatch.id)
    names = {each.id: each.name for each in plan.deliveries}
    if events:
        rows = [_event_row(each, names[each.delivery], zone) for each in happened]
    else:
        rows = log_rows(plan.deliveries, zone)
    for line in aligned(rows):
        campaign.out.say(line)
    for state in sorted({each.state for each in plan.deliveries}):
        campaign.out.say(f"{state}: {MEANING[state]}")
    for each in plan.in_state(State.UNCERTAIN):
        campaign.out.say(f"look for {each.message_id} to {each.mail}: campaign send settle --search, or --log FILE")
    campaign.out.data(
        {
            "wave": wave,
            "version": plan.dispatch.version,
            "released_at": plan.dispatch.released_at,
            "deliveries": [
                {
                    "addressee": each.addressee,
                    "name": each.name,
                    "mail": each.mail,
                    "state": each.state,
                    "message_id": each.message_id,
                    "attempts": each.attempts,
                    "next_at": each.next_at,
                    "reply_code": each.reply_code,
                    "reply_text": each.reply_text,
                    "changed_at": each.changed_at,
                }
                for each in plan.deliveries
            ],
            **({"events": [_event_data(each, names[each.delivery]) for each in happened]} if events else {}),
        }
    )


def _event_row(event: Event, name: str, zone: ZoneInfo) -> tuple[object, ...]:
    at = f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    return at, name, event.state, event.stage, event.reply_code or "", event.text


def _event_data(event: Event, name: str) -> dict[str, object]:
    return {
        "name": name,
        "at": event.at,
        "state": event.state,
        "stage": event.stage,
        "reply_code": event.reply_code,
        "text": event.text,
    }
