"""`campaign mailbox`: sign in to the mailbox at Microsoft or Google, and out."""

import threading
import webbrowser

import click

from campaign.cli.context import Context, pass_folder
from campaign.cli.doctor import lines
from campaign.core.settings.oauth import PROVIDERS
from campaign.errors import ProblemsFound
from campaign.services.doctor import CheckStatus
from campaign.services.setup import sign_in
from campaign.services.setup.sign_in import SignInPlan


@click.group()
def mailbox() -> None:
    """Sign in to a mailbox at Microsoft or Google, whose servers take no passwords, and out."""


@mailbox.command()
@click.argument("provider", type=click.Choice(list(PROVIDERS)))
@click.option("--client-id", default="", help="The client ID of your organisation. Needed once.")
@click.option("--username", default="", help="The mailbox, if it is not that of [smtp] or [sender].")
@click.option("--device", is_flag=True, help="Sign in with a code on another device (Microsoft).")
@pass_folder
def connect(context: Context, provider: str, client_id: str, username: str, *, device: bool) -> None:
    """Sign in to the mailbox in your browser, and let the campaign send from it and read it.

    Your organisation needs a client ID: see mailbox.md in the documentation.
    """
    plan = sign_in.plan_sign_in(context.campaign, provider, client_id, username)
    out = context.out
    if plan.lines:
        out.remark(f"After you have signed in as {plan.username}, campaign.toml gets these lines:")
        for line in plan.lines:
            out.remark(f"  {line}")
    tokens = _wait_for_code(context, plan) if device else _wait_for_browser(context, plan)
    path = sign_in.finish_sign_in(plan, tokens)
    out.say(f"signed in as {plan.username}; only you can read the tokens in {path}")
    results = sign_in.check_sign_in(plan)
    for line in lines(results) if results else ():
        out.say(line)
    out.data({"username": plan.username, "tokens": str(path), "changes": plan.lines})
    if any(result.status is CheckStatus.PROBLEM for result in results):
        raise ProblemsFound("you are signed in, but the mailbox cannot be used yet", fix="see FAIL above")


def _wait_for_browser(context: Context, plan: SignInPlan) -> sign_in.TokenPair:
    with sign_in.by_browser(plan) as waiting:
        context.out.remark(f"\nSign in on this page, which should open in your browser:\n\n  {waiting.address}\n")
        context.out.remark(
            "If the browser is on another machine than this program, first run there:\n"
            f"  ssh -L {waiting.port}:127.0.0.1:{waiting.port} THIS-MACHINE\n"
        )
        # In a thread, because a browser in the terminal comes back only when it is closed.
        threading.Thread(target=webbrowser.open, args=(waiting.address,), daemon=True).start()
        return waiting.wait()


def _wait_for_code(context: Context, plan: SignInPlan) -> sign_in.TokenPair:
    waiting = sign_in.by_device(plan)
    context.out.remark(
        f"\nOpen {waiting.address} on any device and type in {waiting.user_code}. It is valid for "
        f"{waiting.expires_in / 60:.0f} minutes.\nType it in only if you have started this yourself.\n"
    )
    return sign_in.wait_for_device(waiting)


@mailbox.command()
@pass_folder
def disconnect(context: Context) -> None:
    """Delete the sign-in from this machine. If somebody else may have seen it, revoke it at the
    provider as well."""
    names = sign_in.sign_out(context.campaign)
    context.out.say(f"signed out: {', '.join(names)}" if names else "nobody was signed in on this machine")
    context.out.data({"signed_out": names})
