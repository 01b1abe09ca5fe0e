"""`campaign worker`: one of several mailers that share a campaign on PostgreSQL."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.services.sending.fleet import WorkerOptions, join_fleet
from campaign.services.sending.scheduler import MailerCallbacks

_SECONDS = 60


@click.command()
@click.option(
    "--connections",
    type=click.IntRange(1, 100),
    help="Connections to the mail server at a time, in place of those in [sending].",
)
@click.option(
    "--mails", type=click.IntRange(1, 10_000), default=500, show_default=True, help="Mails of a wave in one job."
)
@click.option("--jobs", type=click.IntRange(1, 20), default=1, show_default=True, help="Waves worked on at a time.")
@click.option(
    "--lease",
    type=click.IntRange(2, 3600),
    default=_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long others wait for a word from it before they take its work over.",
)
@pass_campaign
def worker(context: Context, connections: int | None, jobs: int, mails: int, lease: int) -> None:
    """Send released waves together with the workers on other machines. Ctrl-C finishes the messages in hand.

    The campaign's database must be a PostgreSQL one. Start as many as wanted, on as many machines: each needs the
    campaign's campaign.toml and .env. What a worker that dies had in hand is taken over when its lease has ended.
    """
    out, campaign = context.out, context.campaign

    def show(line: str) -> None:
        local = campaign.now().astimezone(campaign.settings.campaign.zone)
        out.say(f"{local:%H:%M:%S}  {line}")

    callbacks = MailerCallbacks(
        trouble=out.remark,
        called_off=lambda delivery, why: show(f"called off: {delivery.name} <{delivery.address}>: {why}"),
    )
    database, work = join_fleet(campaign, WorkerOptions(connections, mails, jobs, lease), show, callbacks)
    out.say(f"at work on {database} (Ctrl-C ends it)")
    work()
    out.say("ended; what was in hand is written down")
