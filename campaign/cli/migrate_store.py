"""`campaign migrate-store`: copy the campaign's data to another database."""

import sys

import click
from rich.progress import Progress

from campaign.cli.context import Context, pass_folder
from campaign.services.setup import store_move


@click.command("migrate-store")
@click.argument("target", default="")
@pass_folder
def migrate_store(context: Context, target: str) -> None:
    """Copy all the campaign's data into the empty PostgreSQL database TARGET, and compare the row counts.

    TARGET is a URL, postgresql://user@host/name. Default: CAMPAIGN_DATABASE. The file campaign.db is not changed. Stop
    `campaign serve` and all mailers first; while one is sending, nothing is copied. Afterwards set the URL as database
    in [store], or as CAMPAIGN_DATABASE in .env.
    """
    plan = store_move.plan_move(context.campaign, target)
    with Progress(disable=context.out.quiet or not sys.stderr.isatty()) as bar:
        task = bar.add_task("moving", total=plan.tables)
        name, tables = store_move.move_store(
            context.campaign, plan, lambda _table, rows: bar.update(task, description=f"{rows} rows")
        )
    for table in tables:
        context.out.say(f"{table.table}: {table.rows}")
    context.out.say(f"Everything is copied to {name}. Next: set database in [store], or CAMPAIGN_DATABASE in .env")
    context.out.data({table.table: table.rows for table in tables})
