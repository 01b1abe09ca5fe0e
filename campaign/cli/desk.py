"""`campaign desk`: run the campaign in the browser, and let people in."""

import asyncio
import signal
import socket
import webbrowser

import click
from starlette.types import ASGIApp

from campaign.adapters.files.content import templates
from campaign.adapters.http.server import listen, serve_app
from campaign.cli.context import Context, pass_folder
from campaign.cli.reply.fetch import reply_printer
from campaign.core.team.roles import Role
from campaign.desk.app import create_desk
from campaign.desk.beginning import Beginning
from campaign.services.acts.team_acts import ADMIT, CHANGE_ROLE, END_ACCOUNT, END_SESSIONS
from campaign.services.campaign import Campaign
from campaign.services.desk_background import run_until_changed
from campaign.services.replies import Watcher
from campaign.services.setup.beginning import can_begin
from campaign.services.team.admission import account_of, new_account
from campaign.services.team.signing_in import first_coordinator, make_first_link, make_link, new_token

_PORT = 8100


@click.group(invoke_without_command=True)
@click.option("--port", type=click.IntRange(0, 65_535), default=_PORT, show_default=True, help="0 for any free port.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@pass_folder
@click.pass_context
def desk(ctx: click.Context, context: Context, port: int, no_browser: bool) -> None:
    """Run the campaign in your browser, on this machine. Stop it with Ctrl-C.

    It prints a link that signs you in once, and opens it. `campaign serve` has the same desk for colleagues elsewhere.
    In an empty folder it asks what a campaign needs, and makes one there.
    While it runs, it sends what is released, and watches the mailbox in [imap].
    """
    if ctx.invoked_subcommand is None:
        with listen(port) as listener:
            asyncio.run(_run(context, listener, opens=not no_browser))


@desk.command()
@click.argument("address", metavar="EMAIL")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What the person may do.")
@click.option("--name", default="", help="The person's name. Default: the part of the address before the @.")
@click.option("--organisation", default="", help="For a partner: the organisation that the person speaks for.")
@pass_folder
def admit(context: Context, address: str, role: str, name: str, organisation: str) -> None:
    """Let a person into the desk, and print a link that signs the person in once."""
    campaign = context.campaign
    new = new_account(address, name or address.partition("@")[0], Role(role), organisation)
    account = context.perform(ADMIT, new)
    base = campaign.campaign_settings.campaign.public_url or f"http://localhost:{_PORT}"
    link = _link(base, make_link(campaign, account))
    context.out.say(f"{account.name} is in the team as {account.role}. This link signs in once, for an hour:")
    context.out.say(f"  {link}")
    context.out.data({"account": account.id, "role": account.role.value, "link": link})


@desk.command()
@click.argument("address", metavar="EMAIL")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@pass_folder
def role(context: Context, address: str, role: str) -> None:
    """Give a person of the team another ROLE. It signs the person out everywhere."""
    account = context.perform(CHANGE_ROLE, account_of(context.campaign, address).id, Role(role))
    context.out.say(f"{account.name} is {role} now")
    context.out.data({"account": account.id, "role": role})


@desk.command()
@click.argument("address", metavar="EMAIL")
@pass_folder
def remove(context: Context, address: str) -> None:
    """Take a person out of the team. What the person did stays in the record."""
    account = context.perform(END_ACCOUNT, account_of(context.campaign, address).id)
    context.out.say(f"{account.name} can no longer sign in")
    context.out.data({"account": account.id})


@desk.command("sign-out")
@click.argument("address", metavar="EMAIL")
@pass_folder
def sign_out(context: Context, address: str) -> None:
    """Sign a person of the team out in every browser."""
    account = account_of(context.campaign, address)
    context.perform(END_SESSIONS, account.id)
    context.out.say(f"{account.name} is signed out everywhere")
    context.out.data({"account": account.id})


def entry_link(campaign: Campaign, base: str) -> str:
    """A link that signs in the first coordinator, or makes one. `base` is the site's address."""
    coordinator = first_coordinator(campaign)
    token = make_link(campaign, coordinator) if coordinator else make_first_link(campaign)
    return _link(base, token)


def _link(base: str, token: str) -> str:
    return f"{base.rstrip('/')}/desk/in/link/{token}"


async def _run(context: Context, listener: socket.socket, *, opens: bool) -> None:
    """Serve until Ctrl-C: first, where there is no campaign yet, the page that makes one; then the desk."""
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    base = f"http://localhost:{listener.getsockname()[1]}"
    is_new = can_begin(context.campaign)
    if is_new:
        await _begin(context, listener, base, ended, opens=opens)
    if not ended.is_set():
        await _serve(context, listener, base, ended, says_link=not is_new, opens=opens)


async def _begin(context: Context, listener: socket.socket, base: str, ended: asyncio.Event, *, opens: bool) -> None:
    """Serve the page that makes a campaign in the folder, until it is made or `ended` is set."""
    target, loop, is_made = context.campaign.start, asyncio.get_running_loop(), asyncio.Event()
    target = target.resolve()

    def open_desk() -> tuple[str, ASGIApp]:
        loop.call_soon_threadsafe(is_made.set)
        return _link(base, make_first_link(context.campaign)), create_desk(context.campaign, base)

    beginning = Beginning(target, base, new_token(), templates(), context.campaign.now, open_desk)
    async with serve_app(beginning, listener=listener):
        link = _link(base, beginning.token)
        context.out.say(f"there is no campaign in {target} yet (press Ctrl-C to stop)")
        context.out.say(f"this link makes one: {link}")
        if opens:
            await asyncio.to_thread(webbrowser.open, link)
        waits = {asyncio.create_task(event.wait()) for event in (ended, is_made)}
        _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()


async def _serve(
    context: Context, listener: socket.socket, base: str, ended: asyncio.Event, *, says_link: bool, opens: bool
) -> None:
    """Serve until `ended`, and send what is due; start over when the settings or the letters have changed.

    `says_link` prints the link that signs in. A person who has just made the campaign has it: a new one would end it.
    """
    watcher = Watcher(reply=reply_printer(context), trouble=context.out.remark)
    campaign, is_first = context.campaign, True
    while not ended.is_set():
        async with serve_app(create_desk(campaign, base), listener=listener):
            if is_first and says_link:
                await _say_where(context, base, opens=opens)
            campaign, is_first = await run_until_changed(campaign, ended, context.out.remark, watcher), False


async def _say_where(context: Context, base: str, *, opens: bool) -> None:
    link = entry_link(context.campaign, base)
    context.out.say(f"the desk is at {base}/desk/ (press Ctrl-C to stop)")
    context.out.say(f"this link signs you in once: {link}")
    if opens:
        await asyncio.to_thread(webbrowser.open, link)
