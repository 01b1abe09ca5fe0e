"""The context that every command receives: the campaign and the output."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from campaign.cli.output import Invocation, Output
from campaign.services.campaign import Campaign, system_clock

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Context:
    """One run of a command."""

    out: Output
    """Prints the result, for people or as JSON."""
    campaign: Campaign = field(repr=False)
    """The campaign in the folder given by `-C`; the first argument of every service."""


def pass_campaign(command: Callable[Concatenate[Context, P], T]) -> Callable[P, T]:
    """Decorate a command to receive the Context as its first argument. The campaign is closed when the command ends."""

    @click.pass_context
    def with_context(ctx: click.Context, /, *arguments: Any, **options: Any) -> Any:
        invocation = ctx.find_object(Invocation)
        assert invocation is not None  # the group `campaign` makes one
        context = ctx.meta.setdefault("campaign.context", _context(ctx, invocation))
        return ctx.invoke(command, context, *arguments, **options)

    return update_wrapper(with_context, command)


def _context(ctx: click.Context, invocation: Invocation) -> Context:
    campaign = Campaign(invocation.start, clock=system_clock)
    ctx.find_root().call_on_close(campaign.close)
    return Context(invocation.out, campaign)
