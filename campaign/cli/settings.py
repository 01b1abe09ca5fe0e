"""`campaign settings`: show and change campaign.toml and the passwords in `.env`."""

from collections.abc import Mapping
from dataclasses import asdict

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_folder
from campaign.core.team.account import COMMAND_LINE
from campaign.errors import Refused, UsageError
from campaign.services.acts.act import perform
from campaign.services.acts.settings_acts import CHANGE_SETTINGS, TEST_ACCOUNT
from campaign.services.doctor.result import CheckStatus
from campaign.services.setup.settings_form import SettingView, find_setting, plan_settings, read_settings


@click.group()
def settings() -> None:
    """Show and change the settings. The desk has the same as a form.

    A setting is named by its table and key, such as campaign.vote. settings.md in the documentation explains each.
    """


@settings.command("list")
@click.argument("table", default="")
@pass_folder
def list_(context: Context, table: str) -> None:
    """List the settings that have a value, of one TABLE or of all. Passwords are never shown."""
    tables = read_settings(context.campaign.folder)
    if table and table not in {view.name for view in tables}:
        raise UsageError(f"there is no table {table}", fix=f"choose {', '.join(view.name for view in tables)}")
    views = [view for part in tables if table in ("", part.name) for view in part.settings if view.is_set or table]
    context.out.data({view.key.path: _text(view) for view in views})
    for line in align([(view.key.path, _text(view)) for view in views]):
        context.out.say(line)


@settings.command("set")
@click.argument("setting", metavar="NAME")
@click.argument("value")
@pass_folder
def set_(context: Context, setting: str, value: str) -> None:
    """Write a setting into campaign.toml, with its comments and all other lines as they are.

    \b
    campaign settings set campaign.vote "2027-04-26 12:00"
    """
    key = find_setting(setting)
    if not key.in_file:
        raise UsageError(
            f"{setting} is a password", fix=f"use the command for secrets: campaign settings secret {setting}"
        )
    if not value.strip():
        raise UsageError("the value is empty", fix=f"to remove the setting: campaign settings unset {setting}")
    _write(context, {setting: value})


@settings.command()
@click.argument("setting", metavar="NAME")
@pass_folder
def unset(context: Context, setting: str) -> None:
    """Remove a setting, so that its default applies; or a password from .env."""
    find_setting(setting)
    _write(context, {setting: ""})


@settings.command()
@click.argument("setting", metavar="NAME")
@pass_folder
def secret(context: Context, setting: str) -> None:
    """Ask for a password, such as smtp.password, and write it into .env, which only you can read."""
    if find_setting(setting).in_file:
        raise UsageError(f"{setting} is not a password", fix=f"campaign settings set {setting} VALUE")
    password = click.prompt("The password", hide_input=True, err=True)
    _write(context, {setting: password})


@settings.command()
@click.argument("address", metavar="EMAIL", default="")
@pass_folder
def test(context: Context, address: str) -> None:
    """Log in to the mail server and the mailbox; with EMAIL, send a test to that address."""
    result = perform(context.campaign, COMMAND_LINE, TEST_ACCOUNT, address).result
    context.out.data([asdict(one) for one in result.results])
    for one in result.results:
        context.out.say(f"{one.name}: {one.text}")
        if one.fix and one.status is CheckStatus.PROBLEM:
            context.out.say(f"  next: {one.fix}")
    if not result.is_good:
        raise Refused("the mail account does not work yet", fix="correct what is named above")


def _write(context: Context, texts: Mapping[str, str]) -> None:
    plan = plan_settings(context.campaign, texts)
    if not plan.names:
        context.out.say("nothing changes: it is set like this already")
    else:
        perform(context.campaign, COMMAND_LINE, CHANGE_SETTINGS, plan)
        context.out.say(f"written: {', '.join(plan.names)}")
    context.out.data({"changed": plan.names})


def _text(view: SettingView) -> str:
    if view.is_password:
        return "set" if view.is_set else "not set"
    return view.text or (f"set by {view.key.variable.name}" if view.is_set and view.key.variable else "not set")
