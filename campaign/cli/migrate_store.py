"""`campaign migrate-store`: the campaign's data moved to another database."""

import sys

import click

from campaign.cli.context import Context, pass_campaign
from campaign.errors import Refused, UsageError


@click.command("migrate-store")
@click.argument("target", default="")
@pass_campaign
def migrate_store(campaign: Context, target: str) -> None:
    """Copy all that the campaign holds into the empty PostgreSQL database TARGET, and count it there.

    TARGET is an address, postgresql://user@host/name; without it, the one that CAMPAIGN_DATABASE names. The file
    campaign.db stays as it is. Stop `campaign serve` and all mailers first: while one is sending, nothing is moved.
    Afterwards set the address as database in [store], or as CAMPAIGN_DATABASE in .env.
    """
    from rich.progress import Progress

    from campaign.adapters.store import Store
    from campaign.adapters.store.moving import TABLES, move
    from campaign.services.sending.send_wave import only_mailer

    address = target or campaign.settings.database
    if not address:
        raise UsageError("where to? no database is named", hint="campaign migrate-store postgresql://user@host/name")
    if not campaign.folder.database.exists():
        raise Refused(f"{campaign.folder.database}: there is nothing to move")
    with (
        only_mailer(campaign.folder.mailer_lock),
        Store.open(campaign.folder.database) as source,
        Store.open(address) as store,
        Progress(disable=campaign.out.quiet or not sys.stderr.isatty()) as bar,
    ):
        task = bar.add_task("moving", total=len(TABLES))
        moved = move(source, store, lambda _table, rows: bar.update(task, description=f"{rows} rows"))
        name = store.engine.name
    for each in moved:
        campaign.out.say(f"{each.table}: {each.rows}")
    campaign.out.say(f"all of it is in {name}; next: set database in [store], or CAMPAIGN_DATABASE in .env")
    campaign.out.data({each.table: each.rows for each in moved})
