"""`campaign demo`: the sample campaign that comes with the program: at the desk, or from draft to delivery."""

import asyncio
import datetime as dt
import os
import socket
import tempfile
import webbrowser
from pathlib import Path

import click
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from campaign.adapters.files.content import templates
from campaign.adapters.http.server import listen
from campaign.cli import cli
from campaign.cli.context import Context, pass_folder
from campaign.cli.desk import entry_link
from campaign.cli.serve import Listeners, run_site
from campaign.desk.rehearsal.pages import create_app
from campaign.services.campaign import Campaign
from campaign.services.demo_campaign import demo_mail_server, play_campaign
from campaign.services.setup.sample import copy_sample

_STEPS = (
    ("status",),
    ("addressee", "import"),
    ("signatory", "import"),
    ("letter", "check"),
    ("letter", "freeze", "-m", "agreed by all eight organisations"),
    ("signatory", "list"),
    ("send", "preview"),
    ("status",),
)


@click.command()
@click.option("--once", is_flag=True, help="Play it in the terminal, from draft to delivery, and end.")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="Port on this machine. Default: any free port.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@pass_folder
def demo(context: Context, once: bool, port: int, no_browser: bool) -> None:
    """Open the desk with the sample campaign: sign-ons, a wave that was sent, answers, and a wave to come.

    It runs in a temporary folder. It needs no settings, and no email leaves this machine: a page shows all of them.
    With --once it checks, freezes, previews and rehearses the sample campaign in the terminal, and ends.
    """
    with tempfile.TemporaryDirectory(prefix="campaign-demo-") as scratch:
        os.environ["XDG_STATE_HOME"] = str(Path(scratch, "state"))  # nothing stays on this machine
        root = Path(scratch, "campaign")
        root.mkdir()
        now = context.campaign.now()
        vote = copy_sample(root, now)
        context.out.say(
            "The sample campaign: eight organisations write to four Members of the European Parliament.\n"
            f"The real vote was on 26 April 2023. Here it is on {vote:%-d %B %Y}, so that the deadline is ahead."
        )
        if once:
            for step in _STEPS:
                _play(context, root, step, as_json=False)
            _play(context, root, ("send", "rehearse", "--once"), as_json=context.out.as_json)
        else:
            with listen(port) as listener:
                asyncio.run(_open_desk(context, root, now, listener, opens=not no_browser))


async def _open_desk(context: Context, root: Path, now: dt.datetime, listener: socket.socket, *, opens: bool) -> None:
    """Play the campaign up to now, and serve its site, its desk and the inbox of its emails until Ctrl-C."""
    base = f"http://localhost:{listener.getsockname()[1]}"
    context.out.say("The people who answer here are invented. Playing nine days of the campaign ...")
    async with demo_mail_server() as server:
        await play_campaign(root, now, base, server.port)
        with Campaign(root) as campaign:
            link = entry_link(campaign, base)
            context.out.say(f"the desk: {link}\n  signs you in as Maya, a coordinator, once")
            context.out.say(f"every email that it sends: {base}/inbox/")
            if opens:
                asyncio.get_running_loop().call_later(1, webbrowser.open, link)
            inbox = create_app(server.mails, campaign.settings.campaign.name, templates())

            def with_inbox(site: ASGIApp) -> ASGIApp:
                return Starlette(routes=[Mount("/inbox", inbox), Mount("/", site)])

            listeners = Listeners("127.0.0.1", listener.getsockname()[1], listener, "", None)
            await run_site(Context(context.out, campaign), listeners, with_inbox)


def _play(context: Context, folder: Path, step: tuple[str, ...], *, as_json: bool) -> None:
    """Run one command line in the sample's folder."""
    command_line = " ".join(f'"{word}"' if " " in word else word for word in step)
    context.out.say(f"\n$ campaign {command_line}")
    quiet = context.out.quiet or context.out.as_json
    flags = [*(["--quiet"] if quiet else []), *(["--json"] if as_json else [])]
    cli.main(["-C", str(folder), *flags, *step], prog_name="campaign", standalone_mode=False)
