"""`campaign send log`: list the emails of a wave."""

from zoneinfo import ZoneInfo

import click

from campaign.cli.columns import align_in_blocks
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import log_rows, show_lines, wave_option
from campaign.core.delivery.records import Delivery, DeliveryEvent
from campaign.core.delivery.states import MEANINGS, DeliveryState
from campaign.errors import UsageError
from campaign.services.waves.plan import find_wave
from campaign.services.waves.reach import letter_reach, missed_lines


@click.command()
@wave_option
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in DeliveryState]),
    help="Only emails in this state; can be repeated.",
)
@click.option("--events", is_flag=True, help="List every event, in order.")
@pass_campaign
def log(context: Context, wave: str, states: tuple[str, ...], events: bool) -> None:
    """List every email of a wave with its state and the mail server's answer."""
    if events and states:
        raise UsageError("--events lists all emails", fix="leave out --state")
    plan = find_wave(context.campaign, wave)
    zone = context.campaign.settings.campaign.zone
    only = tuple(map(DeliveryState, states))
    rows = (_event_row(event, zone) for event in plan.events()) if events else log_rows(plan.deliveries(*only), zone)
    for line in () if context.out.as_json else align_in_blocks(rows):
        context.out.say(line)
    for state in sorted(plan.counts):
        context.out.say(f"{state}: {MEANINGS[state]}")
    for delivery in plan.deliveries(DeliveryState.UNCERTAIN):
        context.out.say(
            f"look for {delivery.message_id} to {delivery.address}: campaign send settle --search, or --log FILE"
        )
    reach = letter_reach(context.campaign, context.campaign.letter)
    show_lines(context, [f"has not received the letter: {line}" for line in missed_lines(reach.missed)])
    if reach.to_send:
        context.out.say(f"next: campaign send preview --wave {reach.next_wave}")
    event_list = {"events": map(_event_data, plan.events())} if events else {}
    context.out.long_data(
        {
            "wave": wave,
            "version": plan.mailing.version,
            "released_at": plan.mailing.released_at,
            "missed": [
                {"addressee": missed.addressee.key, "name": missed.addressee.name, "why": missed.why}
                for missed in reach.missed
            ],
        },
        deliveries=map(_data, plan.deliveries(*only)),
        **event_list,
    )


def _data(delivery: Delivery) -> dict[str, object]:
    return {
        "addressee": delivery.addressee,
        "name": delivery.name,
        "address": delivery.address,
        "state": delivery.state,
        "message_id": delivery.message_id,
        "attempts": delivery.attempts,
        "next_at": delivery.next_at,
        "reply_code": delivery.reply_code,
        "reply_text": delivery.reply_text,
        "changed_at": delivery.changed_at,
    }


def _event_row(event: DeliveryEvent, zone: ZoneInfo) -> tuple[object, ...]:
    at = f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    return at, event.name, event.state, event.stage, event.reply_code or "", event.text


def _event_data(event: DeliveryEvent) -> dict[str, object]:
    return {
        "name": event.name,
        "at": event.at,
        "state": event.state,
        "stage": event.stage,
        "reply_code": event.reply_code,
        "text": event.text,
    }
