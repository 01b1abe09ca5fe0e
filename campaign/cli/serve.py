"""`campaign serve`: run the website where people sign."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import replace

import click

from campaign.adapters.http.server import serve_app
from campaign.cli.context import Context, pass_folder
from campaign.cli.reply.fetch import reply_printer
from campaign.core.settings import Settings
from campaign.services.background import run_background
from campaign.services.publishing.live.refresh import live_site
from campaign.services.replies import Watcher
from campaign.web.app import create_app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Port to listen on.")
@pass_folder
def serve(context: Context, host: str, port: int) -> None:
    """Run the website where people sign the letter, confirm, and manage their sign-on. Stop it with Ctrl-C.

    Pending emails to signers and released waves are sent automatically through the mail server in [smtp]. The mailbox
    in [imap] is watched, and `campaign reply list` shows replies as they arrive.

    Put a proxy with HTTPS in front: see signing.md in the documentation (`campaign --help` says where it is).
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
        context.out.say(f"serving {settings.campaign.public_url} at {url} (press Ctrl-C to stop)")
        await run_background(campaign, stopping, show, Watcher(reply=reply_printer(context), trouble=show))


def _remark_printer(context: Context) -> Callable[[str], object]:
    return lambda sentence: context.out.remark(f"  ! {sentence}")


def _with_public_url(context: Context, host: str, port: int) -> Settings:
    """The settings with a public_url. If campaign.toml has none, it is this machine's address, to try things out."""
    settings = context.campaign.settings
    if settings.campaign.public_url:
        if settings.campaign.public_url.startswith("https:") and not settings.web.client_header:
            context.out.remark(
                "  ! client_header is not set in [web]: behind a proxy, all visitors share one rate limit"
            )
        return settings
    context.out.remark("  ! public_url is not set in campaign.toml: links in emails work on this machine only")
    here = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    return replace(settings, campaign=replace(settings.campaign, public_url=here))
