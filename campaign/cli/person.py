"""`campaign person`: what is kept of one person who signed or was asked to, and its erasure; `campaign purge`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from campaign.cli.context import Context, pass_campaign
from campaign.errors import Refused, UsageError

if TYPE_CHECKING:
    from campaign.adapters.store.signons.personal import Held

_BATCH = 1000


@click.group()
def person() -> None:
    """What is kept of a person who signed."""


@person.command("export")
@click.argument("mail")
@pass_campaign
def export_person(campaign: Context, mail: str) -> None:
    """Print all that is kept of the person with the address MAIL, as JSON, to give to that person."""
    found = _held(campaign, mail)
    text = json.dumps(_payload(found), ensure_ascii=False, indent=2, default=str)
    if campaign.out.as_json:
        campaign.out.data(_payload(found))
    else:
        click.echo(text)


@person.command("erase")
@click.argument("mail")
@click.option("--confirm", type=int, default=None, metavar="N", help="How many records go; without it nothing does.")
@pass_campaign
def erase_person(campaign: Context, mail: str, confirm: int | None) -> None:
    """Take the person with the address MAIL out. Shows what goes, and stops until the number is given with --confirm.

    An organisation's sign-on stays, without who signed for it. A person's own is withdrawn and loses its name. Letters
    to addressees stay in the ledger. The record keeps its lines, in which nothing personal stands.
    """
    from campaign.adapters.store.signons import personal
    from campaign.services.replies import forget_files

    found = _held(campaign, mail)
    number = len(found.signons) + len(found.mails)
    for signed, signer, _ in found.signons:
        campaign.out.say(f"{signed.letter}: {signer.person or signed.name}, for {signed.name}, {signed.state}")
    for each in found.mails:
        campaign.out.say(f"{each.letter}: {each.kind} to {each.mail}, {each.state}")
    _need_number(campaign, number, confirm, f"campaign person erase {mail}")
    campaign.store.write(personal.erase, _key(mail), campaign.now())
    campaign.store.scrub()
    forget_files(campaign.store, campaign.folder.replies)
    campaign.out.say(f"erased: {number}")
    campaign.out.data({"erased": number})


@click.command()
@click.option("--confirm", type=int, default=None, metavar="N", help="How many go; without it nothing does.")
@click.option("--early", is_flag=True, help="Before the day that signers were told.")
@pass_campaign
def purge(campaign: Context, confirm: int | None, early: bool) -> None:
    """Delete the personal data of all who signed, once the campaign is over. What is listed stays listed.

    Who signed for an organisation, their mail addresses, the mails to them: all that is not public goes, for every
    letter. Shows how many, and stops until the number is given with --confirm.
    """
    from campaign.adapters.store.signons import personal
    from campaign.services.replies import forget_files

    due = campaign.settings.purge_at
    number = campaign.store.read(personal.signers)
    day = due.astimezone(campaign.settings.campaign.zone).date()
    campaign.out.say(f"personal data of signers: {number}; to be deleted after {day:%-d %B %Y}")
    if campaign.now() < due and not early:
        raise Refused("not deleted: the day has not come", hint="campaign purge --early, if it is meant")
    _need_number(campaign, number, confirm, "campaign purge")
    deleted, more = 0, True
    while more:
        more = bool(batch := campaign.store.write(personal.purge, campaign.now(), _BATCH))
        deleted += batch
    campaign.store.scrub()
    forget_files(campaign.store, campaign.folder.replies)
    campaign.out.say(f"deleted: {deleted}")
    campaign.out.data({"deleted": deleted})


def _need_number(campaign: Context, number: int, confirm: int | None, command: str) -> None:
    if confirm is None and campaign.out.interactive and number:
        confirm = click.prompt("This cannot be taken back. Type the number to go on", type=int)
    if confirm != number:
        campaign.out.say("nothing was deleted")
        raise Refused(f"not deleted: it is {number}", hint=f"{command} --confirm {number}")


def _held(campaign: Context, mail: str) -> Held:
    from campaign.adapters.store.signons import personal

    found = campaign.store.read(personal.held, _key(mail))
    if not found:
        raise UsageError(f"{mail}: nothing is kept of a signer with this address", hint="look for a slip in it")
    return found


def _key(mail: str) -> str:
    from campaign.core.signons.mail import SignerMail, read_mail

    found = read_mail(mail)
    if not isinstance(found, SignerMail):
        raise UsageError(f"{mail}: this is no mail address")
    return found.key


def _payload(found: Held) -> dict[str, Any]:
    return {
        "signons": [
            {
                "letter": signed.letter,
                "kind": signed.kind,
                "name": signed.name,
                "state": signed.state,
                "language": signed.language,
                "source": signed.source,
                "quote": signed.quote,
                "created_at": signed.created_at,
                "person": signer.person,
                "role": signer.role,
                "mail": signer.mail,
                "authority": signer.authority,
                "confirmed_at": signer.confirmed_at,
                "confirmed_how": signer.confirmed_how,
                "until": signer.until,
                "note": signer.note,
                "record": [
                    {"at": entry.line.at, "deed": entry.line.deed, "by": entry.line.actor, **entry.line.facts}
                    for entry in entries
                ],
            }
            for signed, signer, entries in found.signons
        ],
        "mails": [
            {"letter": each.letter, "kind": each.kind, "mail": each.mail, "name": each.name, "state": each.state}
            | {"at": each.at}
            for each in found.mails
        ],
        "asked_not_to_be_written_to_at": found.stopped_at,
    }
