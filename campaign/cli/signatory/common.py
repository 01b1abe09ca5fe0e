"""What the commands of `campaign signatory` share: the letter's situation, its board, and the sign-on that is meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context
from campaign.errors import Refused, UsageError

if TYPE_CHECKING:
    from campaign.core.delivery.records import Planned
    from campaign.core.signons import SignOn
    from campaign.core.signons.board import Row
    from campaign.services.notices.writing import Writer


def writer(campaign: Context) -> Writer:
    """What writes mails to the letter's signers. Raises Refused where it cannot."""
    from campaign.services.notices.writing import Writer
    from campaign.services.waves.situation import gather

    return Writer(campaign.store, gather(campaign.folder, campaign.settings, campaign.store, campaign.letter))


def board(campaign: Context) -> tuple[Row, ...]:
    """The letter's organisations, each with its signer and its times."""
    from campaign.adapters.store.signons import board as boards

    return campaign.store.read(boards.rows, campaign.letter)


def meant(campaign: Context, who: str) -> SignOn:
    """The sign-on that is meant by a key (the directory's, or signon-ID), or by a part of the name.

    Raises UsageError, naming those that come near, unless it is one.
    """
    from campaign.adapters.store import signons

    number = who.removeprefix("signon-")
    if who.startswith("signon-") and number.isascii() and number.isdecimal() and len(number) < 19:
        found = campaign.store.read(signons.one, int(number))
        if found and found.letter == campaign.letter:
            return found
        raise UsageError(f"there is no sign-on {who}", hint="`campaign signatory list` shows each one's key")
    return _by_name(campaign.store.read(signons.organisations, campaign.letter), who)


def _by_name(signons: Iterable[SignOn], who: str) -> SignOn:
    from campaign.core.tables.text import folded

    every = tuple(signons)
    exact = [each for each in every if who == each.key] or [each for each in every if folded(who) == folded(each.name)]
    found = exact or [each for each in every if folded(who) and folded(who) in folded(each.name)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"no sign-on is meant by {who!r}", hint="`campaign signatory list` shows each one's key")
    names = ", ".join(f"{each.name} ({each.key})" for each in found[:8])
    raise UsageError(f"{len(found)} sign-ons are meant by {who!r}", hint=f"name one by its key: {names}")


def show_mail(campaign: Context, mail: Planned, what: str) -> None:
    """One whole mail as its reader sees it."""
    from email import message_from_bytes, policy

    message = message_from_bytes(mail.message, policy=policy.default)
    body = message.get_body(("plain",))
    campaign.out.say(f"\n{what}:\n")
    for line in (f"To: {message['To']}", f"Subject: {message['Subject']}", ""):
        campaign.out.say(f"    {line}".rstrip())
    for line in body.get_content().splitlines() if body else ():
        campaign.out.say(f"    {line}".rstrip())
    campaign.out.say()


by_option = click.option(
    "--by", default="", metavar="NAME", help="Who decides, for the record; without it the sender's name."
)


def decider(campaign: Context, by: str) -> str:
    """Who decides, as the record will say it."""
    return " ".join(by.split()) or campaign.settings.sender.name


def need_yes(campaign: Context, question: str, confirm: int | None, done: str) -> None:
    """Go on with one sign-on only when that is said: y at a terminal, or --confirm 1. Raises Refused otherwise."""
    if confirm == 1 or (confirm is None and campaign.out.interactive and click.confirm(question)):
        return
    raise Refused(f"nothing was {done}", hint="add --confirm 1 if that is what is to be done")
