"""`campaign signatory add`: a sign-on that came by mail or on the phone."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory_common import board
from campaign.cli.signatory_notify import tell_owed
from campaign.errors import Refused, UsageError

if TYPE_CHECKING:
    from campaign.letters.version import Version
    from campaign.signons import NewSignOn


@click.command()
@click.argument("name")
@click.option("--person", required=True, help="Who signs for it.")
@click.option("--mail", required=True, help="The signer's mail address; the link that confirms goes there.")
@click.option("--role", default="", help="The signer's role, for instance: Director.")
@click.option("--country", default="", help="The organisation's country.")
@click.option("--url", default="", help="The organisation's website.")
@click.option("--language", default="", metavar="CODE", help="The language to write in.")
@click.option("--source", type=click.Choice(("mail", "phone")), default="mail", show_default=True, help="How it came.")
@click.option("--despite-double", is_flag=True, help="It is another one than that of nearly the same name.")
@pass_campaign
def add(campaign: Context, /, name: str, despite_double: bool, **given: str) -> None:
    """Enter a sign-on that came by mail or on the phone: NAME as it should appear.

    It waits until the signer confirms by the link that is mailed: campaign signatory notify. Names that are nearly the
    same are shown first.
    """
    from campaign.store import entering, versions

    version = campaign.store.read(versions.latest, campaign.letter)
    if version is None:
        raise Refused("no version of the letter is frozen yet: nobody can sign it", hint="campaign letter freeze")
    new = _read(campaign, name, version, given)
    _need_no_double(campaign, new, despite=despite_double)
    added = campaign.store.write(entering.enter, new, campaign.now())
    key = new.organisation or f"signon-{added.id}"
    if not added.fresh:
        raise Refused(f"{new.name}: has signed already, or {new.mail} has", hint="campaign signatory list")
    campaign.out.say(f"{key}: {new.name}, signed by {new.person}, waits for {new.mail} to confirm")
    tell_owed(campaign)
    campaign.out.data({"key": key, "name": new.name, "state": new.state})


def _read(campaign: Context, name: str, version: Version, given: dict[str, str]) -> NewSignOn:
    from campaign.signatories import SignOnState
    from campaign.signons import Kind, NewSignOn, Source
    from campaign.signons.contacts import in_directory, read_contact
    from campaign.store import people

    contact, problems = read_contact({"organisation": name, **given})
    if problems:
        raise UsageError("; ".join(f"{each.what}; {each.mend}" for each in problems))
    meant = in_directory(contact, campaign.store.read(people.organisations))
    return NewSignOn(
        letter=campaign.letter,
        kind=Kind.ORGANISATION,
        name=contact.organisation,
        state=SignOnState.PENDING,
        version=version.id,
        language=contact.language,
        source=Source(given["source"]),
        url=contact.url or (meant.url if meant else ""),
        country=contact.country or (meant.country if meant else ""),
        logo=meant.logo if meant else "",
        organisation=meant.key if meant else "",
        person=contact.person,
        role=contact.role,
        mail=contact.mail,
        mail_key=contact.mail_key,
    )


def _need_no_double(campaign: Context, new: NewSignOn, *, despite: bool) -> None:
    """Show organisations that have nearly the name. Raises Refused unless the person says that it is another one."""
    found = [row for row in board(campaign) if not new.organisation or row.signon.organisation != new.organisation]
    doubles = _near(new.name, {row.signon.key: row.signon.name for row in found})
    for key in doubles:
        row = next(each for each in found if each.signon.key == key)
        campaign.out.remark(f"nearly the same: {row.signon.name} ({key}), {row.signon.state}")
    if doubles and not despite:
        if campaign.out.interactive and click.confirm(f"Is {new.name} another organisation?"):
            return
        raise Refused(f"{new.name}: was not entered", hint="add --despite-double if it is another organisation")


def _near(name: str, names: Mapping[str, str]) -> list[str]:
    """The keys of names that are nearly this one."""
    from campaign.tables.text import folded

    plain = {key: folded(each) for key, each in names.items()}
    close = set(difflib.get_close_matches(folded(name), plain.values(), 5, 0.8))
    return [key for key, each in plain.items() if each in close]
