"""`campaign signatory add`: add a sign-on that came by email or phone."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.common import report_owed, show_decision_mail
from campaign.core.signatories.register import read_number
from campaign.core.signons import SignOnSource
from campaign.errors import Refused, UsageError
from campaign.services.acts.signon_acts import ADD_SIGNON
from campaign.services.signons.adding import AddSignOnPlan, ManualSignOn, plan_signon
from campaign.services.signons.decision_mail import confirmation_mail


@click.command()
@click.argument("name")
@click.option("--person", required=True, help="Who signs for the organisation.")
@click.option("--mail", "address", required=True, help="The signer's email address. The confirmation link goes there.")
@click.option("--role", default="", help="The signer's role, for example Director.")
@click.option("--country", default="", help="The organisation's country.")
@click.option("--url", default="", help="The organisation's website.")
@click.option(
    "--register", default="", metavar="NUMBER", help="The organisation's number in the Transparency Register."
)
@click.option("--language", default="", metavar="CODE", help="Language of emails to the signer.")
@click.option(
    "--source",
    type=click.Choice(("mail", "phone")),
    default="mail",
    show_default=True,
    help="How the sign-on reached you.",
)
@click.option(
    "--despite-double", is_flag=True, help="Add it even if there is a similar name: they are two organisations."
)
@pass_campaign
def add(context: Context, /, name: str, source: str, register: str, despite_double: bool, **typed: str) -> None:
    """Add a sign-on that came by email or phone. NAME is the organisation as it should appear.

    The sign-on is pending until the signer confirms it with the link in an email, which `campaign signatory notify`
    sends. Organisations with similar names and the email are shown first. A table of sign-ons: `campaign signatory
    import FILE`.
    """
    application = ManualSignOn(organisation=name, source=SignOnSource(source), register=_number(register), **typed)
    plan = plan_signon(context.campaign, application)
    _need_no_double(context, plan, despite=despite_double)
    show_decision_mail(context, confirmation_mail(context.campaign, plan.new), f"the email to {plan.new.address}")
    if context.out.interactive and not click.confirm(f"Enter {plan.new.name}?"):
        raise Refused("nothing was entered")
    key, new = context.perform(ADD_SIGNON, plan), plan.new
    context.out.say(f"{key}: {new.name}, signed by {new.person}, waits for {new.address} to confirm")
    report_owed(context)
    context.out.data({"key": key, "name": new.name, "state": new.state})


def _number(register: str) -> str:
    number = read_number(register)
    if register and not number:
        raise UsageError(
            f"--register: {register} is not a register number, such as 123456789012-34",
            fix="correct it, or leave out --register",
        )
    return number


def _need_no_double(context: Context, plan: AddSignOnPlan, *, despite: bool) -> None:
    """Show organisations with a similar name. Raises Refused unless the user says that it is another one."""
    for double in plan.near_doubles:
        state = double.state or "in the directory"
        context.out.remark(f"may be the same: {double.name} ({double.key}), {state}")
    if plan.near_doubles and not despite:
        if context.out.interactive and click.confirm(f"Is {plan.new.name} another organisation?"):
            return
        raise Refused(
            f"{plan.new.name}: not added, a similar name exists",
            fix="if they are two organisations, use --despite-double",
        )
