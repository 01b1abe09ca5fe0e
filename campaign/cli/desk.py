"""`campaign desk`: run the campaign in the browser, and let people in."""

import asyncio
import signal
import socket
import webbrowser

import click

from campaign.adapters.http.server import listen, serve_app
from campaign.cli.context import Context, pass_folder
from campaign.cli.reply.fetch import reply_printer
from campaign.core.team.account import COMMAND_LINE
from campaign.core.team.roles import Role
from campaign.desk.app import create_desk
from campaign.services.acts.act import perform
from campaign.services.acts.team_acts import ADMIT
from campaign.services.campaign import Campaign
from campaign.services.desk_background import run_until_changed
from campaign.services.replies import Watcher
from campaign.services.team.admission import new_account
from campaign.services.team.signing_in import first_coordinator, make_first_link, make_link

_PORT = 8100


@click.group(invoke_without_command=True)
@click.option("--port", type=click.IntRange(0, 65_535), default=_PORT, show_default=True, help="0 for any free port.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@pass_folder
@click.pass_context
def desk(ctx: click.Context, context: Context, port: int, no_browser: bool) -> None:
    """Run the campaign in your browser, on this machine. Stop it with Ctrl-C.

    It prints a link that signs you in once, and opens it. `campaign serve` has the same desk for colleagues elsewhere.
    While it runs, it sends what is released, and watches the mailbox in [imap].
    """
    if ctx.invoked_subcommand is None:
        with listen(port) as listener:
            asyncio.run(_serve(context, listener, opens=not no_browser))


@desk.command()
@click.argument("address", metavar="EMAIL")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What the person may do.")
@click.option("--name", default="", help="The person's name. Default: the part of the address before the @.")
@click.option("--organisation", default="", help="For a partner: whom the person speaks for.")
@pass_folder
def admit(context: Context, address: str, role: str, name: str, organisation: str) -> None:
    """Let a person into the desk, and print a link that signs the person in once."""
    campaign = context.campaign
    new = new_account(address, name or address.partition("@")[0], Role(role), organisation)
    account = perform(campaign, COMMAND_LINE, ADMIT, new).result
    base = campaign.campaign_settings.campaign.public_url or f"http://localhost:{_PORT}"
    link = _link(base, make_link(campaign, account))
    context.out.say(f"{account.name} is in the team as {account.role}. This link signs in once, for an hour:")
    context.out.say(f"  {link}")
    context.out.data({"account": account.id, "role": account.role.value, "link": link})


def entry_link(campaign: Campaign, base: str) -> str:
    """A link that signs in the first coordinator, or makes one. `base` is the site's address."""
    coordinator = first_coordinator(campaign)
    token = make_link(campaign, coordinator) if coordinator else make_first_link(campaign)
    return _link(base, token)


def _link(base: str, token: str) -> str:
    return f"{base.rstrip('/')}/desk/in/link/{token}"


async def _serve(context: Context, listener: socket.socket, *, opens: bool) -> None:
    """Serve until Ctrl-C, and send what is due; start over when the settings or the letters have changed."""
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    base = f"http://localhost:{listener.getsockname()[1]}"
    watcher = Watcher(reply=reply_printer(context), trouble=context.out.remark)
    campaign, is_first = context.campaign, True
    while not ended.is_set():
        async with serve_app(create_desk(campaign, base), listener=listener):
            if is_first:
                await _say_where(context, base, opens=opens)
            campaign, is_first = await run_until_changed(campaign, ended, context.out.remark, watcher), False


async def _say_where(context: Context, base: str, *, opens: bool) -> None:
    link = entry_link(context.campaign, base)
    context.out.say(f"the desk is at {base}/desk/ (press Ctrl-C to stop)")
    context.out.say(f"this link signs you in once: {link}")
    if opens:
        await asyncio.to_thread(webbrowser.open, link)
