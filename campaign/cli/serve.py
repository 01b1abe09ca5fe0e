"""`campaign serve`: the pages on which people sign, on the web."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign

if TYPE_CHECKING:
    from campaign.core.settings import Settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address that is listened on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Its port.")
@pass_campaign
def serve(campaign: Context, host: str, port: int) -> None:
    """Serve the pages on which people sign the letter, confirm, and look after their own sign-on.

    The mails that signers are owed and released waves of the letter go by themselves, through the mail server of
    [smtp], and the mailbox of [imap] is watched: what comes back for the letter's mails is in `campaign reply list`
    at once.
    A proxy that speaks HTTPS stands before it; the page signing.md of the documentation has one's settings, and
    `campaign --help` says where the documentation is. Ends with Ctrl-C.
    """
    asyncio.run(_serve(campaign, host, port))


async def _serve(campaign: Context, host: str, port: int) -> None:
    from campaign.adapters.http.server import serving
    from campaign.services.notices.background_mailer import BackgroundMailer
    from campaign.services.public.indexing import fill_index
    from campaign.services.publishing.live.builder import LiveSource
    from campaign.services.publishing.live.refresh import LiveSite
    from campaign.services.signons.windows import close_windows_until
    from campaign.web.app import create_app

    settings = _known_as(campaign, host, port)
    public = replace(settings, smtp=None, imap=None)  # the process that makes the pages needs no passwords
    live = LiveSite(LiveSource(campaign.folder, public, campaign.store.where, campaign.letter), campaign.now)
    app = create_app(campaign.campaign.with_settings(settings), live)
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    async with live.keep_fresh(), serving(app, port, host) as url:
        campaign.out.say(f"{settings.campaign.public_url} is served at {url} (Ctrl-C ends it)")
        mailer = BackgroundMailer(campaign.campaign, settings, _remarked(campaign))
        async with asyncio.TaskGroup() as group:
            group.create_task(mailer.send_until(stopping))
            group.create_task(close_windows_until(stopping, campaign.campaign, _remarked(campaign)))
            group.create_task(fill_index(campaign.store, stopping, _remarked(campaign)))
            if settings.imap:
                group.create_task(_watch_mailbox(campaign, stopping))


async def _watch_mailbox(campaign: Context, stopping: asyncio.Event) -> None:
    """Read what comes back for the mails that were sent, from the first wave on."""
    from campaign.cli.reply.fetch import told_of
    from campaign.services.replies import Watcher, watch_in_background

    watcher = Watcher(found=told_of(campaign), trouble=_remarked(campaign))
    await watch_in_background(campaign.campaign, watcher, stopping)


def _remarked(campaign: Context) -> Callable[[str], object]:
    return lambda sentence: campaign.out.remark(f"  ! {sentence}")


def _known_as(campaign: Context, host: str, port: int) -> Settings:
    """The settings, with a public address: without one in campaign.toml it is this machine's, to try things out."""
    settings = campaign.settings
    if settings.campaign.public_url:
        if settings.campaign.public_url.startswith("https:") and not settings.web.client_header:
            campaign.out.remark("  ! without client_header in [web] all visitors share one limit behind a proxy")
        return settings
    campaign.out.remark("  ! without public_url in campaign.toml the links in mails lead to this machine only")
    here = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    return replace(settings, campaign=replace(settings.campaign, public_url=here))
