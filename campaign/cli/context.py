"""The context that every command receives: the campaign and the output."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from campaign.cli.output import Invocation, Output
from campaign.core.team.account import COMMAND_LINE
from campaign.errors import CampaignError
from campaign.services.acts.act import Act, perform
from campaign.services.campaign import Campaign, system_clock
from campaign.services.secret_files import exposed_secrets

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Context:
    """One run of a command."""

    out: Output
    """Prints the result, for people or as JSON."""
    campaign: Campaign = field(repr=False)
    """The campaign in the folder given by `-C`; the first argument of every service."""

    def perform(self, act: Act[P, T], /, *arguments: P.args, **options: P.kwargs) -> T:
        """Do an act as the command line: it is added to the record. Returns what its service function returns."""
        return perform(self.campaign, COMMAND_LINE, act, *arguments, **options).result


def pass_campaign(command: Callable[Concatenate[Context, P], T]) -> Callable[P, T]:
    """Decorate a command about one letter: it receives the Context as its first argument, and has `--letter NAME`.

    The campaign is closed when the command ends.
    """
    return click.option(
        "--letter",
        metavar="NAME",
        default="",
        expose_value=False,
        is_eager=True,
        callback=_choose_letter,
        help="The letter, if the folder has several.",
    )(pass_folder(command))


def pass_folder(command: Callable[Concatenate[Context, P], T]) -> Callable[P, T]:
    """Like `pass_campaign`, for a command about the whole campaign, whatever letters it has."""

    @click.pass_context
    def with_context(ctx: click.Context, /, *arguments: Any, **options: Any) -> Any:
        invocation = ctx.find_object(Invocation)
        assert invocation is not None  # the group `campaign` makes one
        context = ctx.meta.get("campaign.context") or _context(ctx, invocation)
        return ctx.invoke(command, context, *arguments, **options)

    return update_wrapper(with_context, command)


def _choose_letter(ctx: click.Context, _option: click.Parameter, name: str) -> None:
    invocation = ctx.find_object(Invocation)
    assert invocation is not None  # as above
    invocation.letter = invocation.out.letter = name


def _context(ctx: click.Context, invocation: Invocation) -> Context:
    campaign = Campaign(invocation.start, clock=system_clock, letter_name=invocation.letter)
    ctx.find_root().call_on_close(campaign.close)
    context = ctx.meta["campaign.context"] = Context(invocation.out, campaign)
    with suppress(CampaignError):  # without a folder, the command itself says so
        if path := exposed_secrets(campaign.folder):
            context.out.remark(f"  ! {path} can be read by other users of this machine; chmod 600 {path}")
    return context
