"""`campaign migrate-store`: the campaign's data moved to another database."""

import sys

import click
from rich.progress import Progress

from campaign.cli.context import Context, pass_campaign
from campaign.services.setup import store_move


@click.command("migrate-store")
@click.argument("target", default="")
@pass_campaign
def migrate_store(context: Context, target: str) -> None:
    """Copy all that the campaign holds into the empty PostgreSQL database TARGET, and count it there.

    TARGET is an address, postgresql://user@host/name; without it, the one that CAMPAIGN_DATABASE names. The file
    campaign.db stays as it is. Stop `campaign serve` and all mailers first: while one is sending, nothing is moved.
    Afterwards set the address as database in [store], or as CAMPAIGN_DATABASE in .env.
    """
    plan = store_move.plan_move(context.campaign, target)
    with Progress(disable=context.out.quiet or not sys.stderr.isatty()) as bar:
        task = bar.add_task("moving", total=plan.tables)
        name, tables = store_move.move_store(
            context.campaign, plan, lambda _table, rows: bar.update(task, description=f"{rows} rows")
        )
    for table in tables:
        context.out.say(f"{table.table}: {table.rows}")
    context.out.say(f"all of it is in {name}; next: set database in [store], or CAMPAIGN_DATABASE in .env")
    context.out.data({table.table: table.rows for table in tables})
