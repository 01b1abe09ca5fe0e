"""`campaign worker`: one of several mailers that send from the same PostgreSQL database."""

import click

from campaign.cli.context import Context, pass_folder
from campaign.services.sending.queue_worker import WorkerOptions, join_fleet
from campaign.services.sending.scheduler import MailerCallbacks

_SECONDS = 60


@click.command()
@click.option(
    "--connections",
    type=click.IntRange(1, 100),
    help="Connections to the mail server at a time. Default: as set in [sending].",
)
@click.option(
    "--mails", type=click.IntRange(1, 10_000), default=500, show_default=True, help="Emails of a wave in one job."
)
@click.option("--jobs", type=click.IntRange(1, 20), default=1, show_default=True, help="Waves to work on at a time.")
@click.option(
    "--lease",
    type=click.IntRange(2, 3600),
    default=_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long the other workers wait for a sign of life before they take over its work.",
)
@pass_folder
def worker(context: Context, connections: int | None, jobs: int, mails: int, lease: int) -> None:
    """Send released waves together with workers on other machines. Ctrl-C stops after the current emails.

    The campaign's database must be PostgreSQL. Start any number of workers on any number of machines; each needs
    campaign.toml and .env. If a worker dies, others take over its work once its lease ends.
    """
    out, campaign = context.out, context.campaign

    def show(line: str) -> None:
        local = campaign.now().astimezone(campaign.settings.campaign.zone)
        out.say(f"{local:%H:%M:%S}  {line}")

    callbacks = MailerCallbacks(
        trouble=out.remark,
        called_off=lambda delivery, why: show(f"cancelled: {delivery.name} <{delivery.address}>: {why}"),
    )
    database, work = join_fleet(campaign, WorkerOptions(connections, mails, jobs, lease), show, callbacks)
    out.say(f"working on {database} (press Ctrl-C to stop)")
    work()
    out.say("stopped; the outcome of every email is recorded")
