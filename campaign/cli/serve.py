"""`campaign serve`: run the website where people sign."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack, nullcontext
from dataclasses import dataclass, replace
from urllib.parse import unquote

import click
from starlette.types import ASGIApp

from campaign.adapters.files.lock import hold_lock
from campaign.adapters.http.figures import Figures
from campaign.adapters.http.json_log import log_as_json
from campaign.adapters.http.origin import public_origin
from campaign.adapters.http.server import listen, serve_app
from campaign.cli.context import Context, pass_folder
from campaign.cli.desk import entry_link
from campaign.cli.reply.fetch import reply_printer
from campaign.core.delivery.replies import MatchedDelivery
from campaign.core.replies import IncomingMail
from campaign.core.settings import Settings
from campaign.desk.app import create_desk
from campaign.desk.with_public_pages import WithDesk
from campaign.errors import Refused
from campaign.services.background import run_background
from campaign.services.campaign import Campaign
from campaign.services.monitoring import figures, is_well
from campaign.services.publishing.live.refresh import live_site
from campaign.services.replies import Watcher
from campaign.services.served_letters import Changes, served_letters
from campaign.services.team.signing_in import first_coordinator
from campaign.web.letter_sites import create_site
from campaign.web.operations import WithOperations

_LOG = logging.getLogger("campaign.serve")


@dataclass(frozen=True, slots=True)
class Listeners:
    """Where the website listens, and where the figures do."""

    host: str
    port: int
    listener: socket.socket
    metrics_host: str
    metrics: socket.socket | None
    """None for no figures."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--metrics-port",
    type=click.IntRange(1, 65_535),
    help="Also answer with figures for Prometheus, at /metrics on this port: numbers only, nothing about anybody.",
)
@click.option(
    "--metrics-host",
    default="127.0.0.1",
    show_default=True,
    help="Address for the figures. Anybody who reaches it can read them.",
)
@click.option("--log-json", is_flag=True, help="Log to stderr as one JSON object a line, without addresses.")
@pass_folder
def serve(
    context: Context, host: str, port: int, metrics_port: int | None, metrics_host: str, *, log_json: bool
) -> None:
    """Run the website where people sign the letter, confirm, and manage their sign-on. Stop it with Ctrl-C.

    Pending emails to signers and released waves are sent automatically through the mail server in [smtp]. The mailbox
    in [imap] is watched, and `campaign reply list` shows replies as they arrive.

    If several letters have a frozen version, each has its own address below that of the site, and the first page lists
    them. Changed settings take effect within seconds.

    /healthz answers "ok" while the database does. Run it behind a proxy that provides HTTPS: see running.md in the
    documentation (`campaign --help` says where it is).
    """
    if log_json:
        log_as_json()
        context.out.quiet = True
    lock = context.campaign.folder.server_lock
    with (
        hold_lock(
            lock,
            "this campaign is served already, by another campaign serve",
            hint="stop the other one first",
            patience=1,
        ),
        listen(port, host) as listener,
        listen(metrics_port, metrics_host) if metrics_port else nullcontext() as metrics,
    ):
        asyncio.run(run_site(context, Listeners(host, port, listener, metrics_host, metrics)))


async def run_site(
    context: Context, listeners: Listeners, around: Callable[[ASGIApp], ASGIApp] = lambda app: app
) -> None:
    """Serve until Ctrl-C; start over with the settings as they are now when they, or the letters, have changed.

    `around` may put further pages around the site and the desk.
    """
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    campaign, is_first = context.campaign, True
    while True:
        campaign = campaign.with_settings(_with_public_url(context, campaign.campaign_settings, listeners, is_first))
        changes = Changes(campaign)
        await _serve_until_changed(context, campaign, listeners, ended, changes, around, is_first=is_first)
        if ended.is_set():
            return
        campaign, is_first = changes.campaign, False
        context.out.say("the settings or the letters have changed; the new ones are served now")


async def _serve_until_changed(
    context: Context,
    campaign: Campaign,
    listeners: Listeners,
    ended: asyncio.Event,
    changes: Changes,
    around: Callable[[ASGIApp], ASGIApp],
    *,
    is_first: bool,
) -> None:
    show, letters = _remark_printer(context), served_letters(campaign)
    lives = [(letter, live_site(letter)) for letter in letters]
    stopping = asyncio.Event()
    pages = around(_with_desk(context, create_site(campaign, lives), campaign, is_first=is_first))
    app = _with_operations(pages, campaign)
    numbers = Figures(lambda: figures(campaign))
    async with AsyncExitStack() as stack:
        for _, live in lives:
            await stack.enter_async_context(live.keep_fresh())
        if listeners.metrics:
            await stack.enter_async_context(
                serve_app(numbers.app(), host=listeners.metrics_host, listener=listeners.metrics)
            )
            app = numbers.counting(app)
        url = await stack.enter_async_context(serve_app(app, host=listeners.host, listener=listeners.listener))
        if is_first:
            _LOG.info("serving %s at %s", campaign.settings.campaign.public_url, url)
            context.out.say(f"serving {campaign.settings.campaign.public_url} at {url} (press Ctrl-C to stop)")
            if len(letters) > 1:
                context.out.say(f"letters: {', '.join(letter.letter for letter in letters)}")
        print_reply = reply_printer(context)

        def note(answered: MatchedDelivery, mail: IncomingMail) -> None:
            _LOG.info("a mail arrived: %s", mail.kind)
            print_reply(answered, mail)

        watcher = Watcher(reply=note, trouble=show)
        async with asyncio.TaskGroup() as group:
            group.create_task(run_background(letters, stopping, show, watcher))
            await changes.wait(ended, show)
            stopping.set()


def _with_desk(context: Context, site: ASGIApp, campaign: Campaign, *, is_first: bool) -> ASGIApp:
    """The site with the desk beside it. At the first start, a link for the first coordinator is printed."""
    address = campaign.campaign_settings.campaign.public_url
    try:
        desk = create_desk(campaign, address)
    except Refused as refused:
        if is_first:
            context.out.remark(f"  ! {refused.sentence}")
        return site
    if is_first and first_coordinator(campaign) is None:
        context.out.say("the desk has no coordinator yet. This link makes the first one, for an hour:")
        context.out.say(f"  {entry_link(campaign, address)}")
    return WithDesk(site, desk, public_origin(address).prefix)


def _with_operations(site: ASGIApp, campaign: Campaign) -> ASGIApp:
    settings = campaign.campaign_settings
    prefix = unquote(public_origin(settings.campaign.public_url).prefix)
    return WithOperations(site, prefix, lambda: is_well(campaign), settings.web.security_contact, campaign.now)


def _remark_printer(context: Context) -> Callable[[str], object]:
    def show(sentence: str) -> None:
        _LOG.info("%s", sentence)
        context.out.remark(f"  ! {sentence}")

    return show


def _with_public_url(context: Context, settings: Settings, listeners: Listeners, is_first: bool) -> Settings:
    """The settings with a public_url. If campaign.toml has none, it is this machine's address, to try things out."""
    remark = context.out.remark if is_first else lambda _: None
    if settings.campaign.public_url:
        if settings.campaign.public_url.startswith("https:") and not settings.web.client_header:
            remark("  ! client_header is not set in [web]: behind a proxy, all visitors share one rate limit")
        return settings
    remark("  ! public_url is not set in campaign.toml: links in emails work on this machine only")
    here = f"http://{f'[{listeners.host}]' if ':' in listeners.host else listeners.host}:{listeners.port}"
    return replace(settings, campaign=replace(settings.campaign, public_url=here))
