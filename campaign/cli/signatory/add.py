"""`campaign signatory add`: a sign-on that came by mail or on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.notify import tell_owed
from campaign.errors import Refused, UsageError

if TYPE_CHECKING:
    from campaign.core.letters.version import Version
    from campaign.core.signons import NewSignOn


@click.command()
@click.argument("name")
@click.option("--person", required=True, help="Who signs for it.")
@click.option("--mail", required=True, help="The signer's mail address; the link that confirms goes there.")
@click.option("--role", default="", help="The signer's role, for instance: Director.")
@click.option("--country", default="", help="The organisation's country.")
@click.option("--url", default="", help="The organisation's website.")
@click.option("--register", default="", metavar="NUMBER", help="Its number in the Transparency Register.")
@click.option("--language", default="", metavar="CODE", help="The language to write in.")
@click.option("--source", type=click.Choice(("mail", "phone")), default="mail", show_default=True, help="How it came.")
@click.option("--despite-double", is_flag=True, help="It is another one than that of nearly the same name.")
@pass_campaign
def add(campaign: Context, /, name: str, despite_double: bool, **given: str) -> None:
    """Enter a sign-on that came by mail or on the phone: NAME as it should appear.

    It waits until the signer confirms by the link that is mailed: campaign signatory notify. Names that are nearly the
    same are shown first.
    """
    from campaign.adapters.store import versions
    from campaign.adapters.store.signons import entering

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
    from campaign.adapters.store import people
    from campaign.core.signatories import SignOnState
    from campaign.core.signatories.register import read_number
    from campaign.core.signons import Kind, NewSignOn, Source
    from campaign.core.signons.contacts import in_directory, read_contact

    contact, problems = read_contact({"organisation": name, **given})
    if problems:
        raise UsageError("; ".join(f"{each.what}; {each.mend}" for each in problems))
    register = read_number(given["register"])
    if given["register"] and not register:
        raise UsageError(f"--register {given['register']}: is no number such as 123456789012-34", hint="leave it out")
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
        register=register,
    )


def _need_no_double(campaign: Context, new: NewSignOn, *, despite: bool) -> None:
    """Show organisations that may be the same. Raises Refused unless the person says that it is another one."""
    from campaign.services.signons.review import desk

    by = desk(campaign.store, campaign.letter)
    doubles = [each.key for each in by.known.like(new.name) if each.key != new.organisation]
    for key in doubles:
        stands = by.signed[key].state if key in by.signed else "in the directory"
        campaign.out.remark(f"may be the same: {by.name(key)} ({key}), {stands}")
    if doubles and not despite:
        if campaign.out.interactive and click.confirm(f"Is {new.name} another organisation?"):
            return
        raise Refused(f"{new.name}: was not entered", hint="add --despite-double if it is another organisation")
