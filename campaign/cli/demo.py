"""`campaign demo`: the sample campaign from draft to delivery, on parts that are embedded in the program."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign


@click.command()
@click.option("--once", is_flag=True, help="End by itself when the mails are delivered, without the page.")
@click.option("--port", type=int, default=0, help="The page's port on this machine; without it, a free one.")
@pass_campaign
def demo(campaign: Context, once: bool, port: int) -> None:
    """Play the sample campaign: check, freeze, preview, and a rehearsed send of all four mails.

    Everything happens in a temporary folder and on this machine: no settings are needed, nothing is sent out.
    """
    from campaign.sample import copy_sample

    with tempfile.TemporaryDirectory(prefix="campaign-demo-") as scratch:
        vote = copy_sample(Path(scratch), campaign.now())
        play = Context(Path(scratch), campaign.out)
        play.out.say(
            f"The sample: an open letter on the AI Act, to four Members of the European Parliament, in {scratch}"
        )
        play.out.say(
            f"Its vote, 26 April 2023 in truth, is set to {vote:%-d %B %Y} so that there is something to send before."
        )
        try:
            _play(play, once=once, port=port)
        finally:
            play.store.close()


def _play(play: Context, *, once: bool, port: int) -> None:
    from campaign.cli.send_try import rehearsal

    for line, step in (("campaign addressee import", _addressees), ("campaign signatory import", _signatories),
                       ("campaign letter check", _check), ("campaign letter freeze", _freeze),
                       ("campaign send preview", _preview)):  # fmt: skip
        play.out.say(f"\n$ {line}")
        step(play)
    play.out.say("\n$ campaign send rehearse")
    asyncio.run(rehearsal(play, "first", once=once, port=port))


def _addressees(play: Context) -> None:
    from campaign.cli.addressee import import_addressees

    import_addressees(play)


def _signatories(play: Context) -> None:
    from campaign.cli.signatory import import_organisations

    import_organisations(play)


def _check(play: Context) -> None:
    from campaign.cli.letter_check import check

    check(play)


def _freeze(play: Context) -> None:
    from campaign.freezing import freeze

    frozen = freeze(play.folder, play.store, play.letter, "agreed by all eight", play.now()).version
    play.out.say(f"version {frozen.number}, digest {frozen.digest[:16]}")


def _preview(play: Context) -> None:
    from campaign.cli.send_common import planned, show_deliveries, situation

    plan = planned(play, situation(play), "first")
    show_deliveries(play, plan.deliveries)
