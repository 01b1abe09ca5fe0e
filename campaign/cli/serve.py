"""`campaign serve`: the pages on which people sign, on the web."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import replace

import click

from campaign.adapters.http.server import serve_app
from campaign.cli.context import Context, pass_campaign
from campaign.cli.reply.fetch import reply_printer
from campaign.core.settings import Settings
from campaign.services.background import run_background
from campaign.services.publishing.live.refresh import live_site
from campaign.services.replies import Watcher
from campaign.web.app import create_app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address that is listened on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Its port.")
@pass_campaign
def serve(context: Context, host: str, port: int) -> None:
    """Serve the pages on which people sign the letter, confirm, and look after their own sign-on.

    The mails that signers are owed and released waves of the letter go by themselves, through the mail server of
    [smtp], and the mailbox of [imap] is watched: what comes back for the letter's mails is in `campaign reply list`
    at once.
    A proxy that speaks HTTPS stands before it; the page signing.md of the documentation has one's settings, and
    `campaign --help` says where the documentation is. Ends with Ctrl-C.
    """
    asyncio.run(_serve(context, host, port))


async def _serve(context: Context, host: str, port: int) -> None:
    campaign = context.campaign.with_settings(_with_public_url(context, host, port))
    settings, show = campaign.settings, _remark_printer(context)
    live = live_site(campaign)
    app = create_app(campaign, live)
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    async with live.keep_fresh(), serve_app(app, port, host) as url:
        context.out.say(f"{settings.campaign.public_url} is served at {url} (Ctrl-C ends it)")
        await run_background(campaign, stopping, show, Watcher(reply=reply_printer(context), trouble=show))


def _remark_printer(context: Context) -> Callable[[str], object]:
    return lambda sentence: context.out.remark(f"  ! {sentence}")


def _with_public_url(context: Context, host: str, port: int) -> Settings:
    """The settings, with a public address: without one in campaign.toml it is this machine's, to try things out."""
    settings = context.campaign.settings
    if settings.campaign.public_url:
        if settings.campaign.public_url.startswith("https:") and not settings.web.client_header:
            context.out.remark("  ! without client_header in [web] all visitors share one limit behind a proxy")
        return settings
    context.out.remark("  ! without public_url in campaign.toml the links in mails lead to this machine only")
    here = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    return replace(settings, campaign=replace(settings.campaign, public_url=here))
