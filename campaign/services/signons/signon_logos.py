"""Logos of sign-ons: shown, set and removed, by their signers and by the team. Every picture is drawn anew."""

import hashlib
from dataclasses import dataclass, replace

from campaign.adapters.files.atomic import replace_file
from campaign.adapters.images.logos import RejectedLogo, read_logo
from campaign.adapters.images.sandbox import rasterise
from campaign.adapters.store import signons
from campaign.adapters.store.signons import proposed_changes
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn, SignOnKind
from campaign.core.signons.form import FieldError
from campaign.core.signons.messages import message_text
from campaign.core.signons.proposed_change import OWN_LOGOS
from campaign.core.signons.record import Actor
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import SignOnView, refusal_of_change

_CAN_HAVE_ONE = (SignOnState.CONFIRMED, SignOnState.LISTED)


@dataclass(frozen=True, slots=True)
class LogoPlan:
    """A logo to set."""

    view: SignOnView
    png: bytes
    """The picture, newly drawn."""


def can_have_logo(signon: SignOn) -> bool:
    """Whether a sign-on can have a logo: only an organisation's that is confirmed or listed."""
    return signon.kind is SignOnKind.ORGANISATION and signon.state in _CAN_HAVE_ONE


def plan_logo(view: SignOnView, file: bytes) -> LogoPlan:
    """Plan to set the logo of a sign-on from a file. Raises Refused, or UsageError for a file that is no logo."""
    if not can_have_logo(view.signon):
        raise Refused(f"{view.signon.name} is {view.signon.state}: it has no logo", fix="approve it first")
    picture = read_picture(file)
    if isinstance(picture, FieldError):
        raise UsageError(message_text(picture.message, picture.values))
    return LogoPlan(view, picture)


def set_logo(campaign: Campaign, plan: LogoPlan) -> None:
    """Set the logo as planned. Raises Refused if the sign-on has changed since."""
    if campaign.store.read(signons.one, plan.view.signon.id) != plan.view.signon:
        raise refusal_of_change(plan.view.signon)
    change_logo(campaign, plan.view.signon, plan.png, Actor.COORDINATOR)


def remove_logo(campaign: Campaign, view: SignOnView) -> None:
    """Remove the logo of a sign-on."""
    change_logo(campaign, view.signon, None, Actor.COORDINATOR)


def logo_png(campaign: Campaign, signon: SignOn) -> bytes | None:
    """The logo as a PNG; None if the sign-on has none, or it cannot be read."""
    if not signon.logo:
        return None
    try:
        return read_logo(campaign.folder.signatories / signon.logo).png
    except ValueError:
        return None


def read_picture(file: bytes) -> bytes | FieldError:
    """Draw an uploaded file anew, as a PNG; or say what is wrong with it."""
    if not file:
        return FieldError("logo", "logo.empty", {})
    try:
        return rasterise(file)
    except RejectedLogo as unfit:
        return FieldError("logo", f"logo.{unfit.flaw}", {})


def change_logo(campaign: Campaign, old: SignOn, png: bytes | None, actor: Actor) -> bool:
    """Set a picture as the logo, or remove it, and delete the previous one if it was made here.

    Returns whether the logo has changed.
    """
    logo = save_logo(campaign, old, png)
    changed = campaign.store.write(signons.correct, replace(old, logo=logo), actor, campaign.now())
    if changed:
        delete_unused_logos(campaign, old.id, old.logo)
    return changed


def save_logo(campaign: Campaign, signon: SignOn, png: bytes | None) -> str:
    """Save a picture among the uploaded logos. Returns its path below `signatories/`; "" without a picture."""
    if png is None:
        return ""
    logo = f"{OWN_LOGOS}/{signon.id}-{hashlib.sha256(png).hexdigest()[:12]}.png"
    replace_file(campaign.folder.signatories / logo, png, durable=True)
    return logo


def delete_unused_logos(campaign: Campaign, signon: int, *logos: str) -> None:
    """Delete uploaded pictures that the sign-on neither shows nor asks to show."""
    now, proposal = campaign.store.read(signons.one, signon), campaign.store.read(proposed_changes.of_signon, signon)
    used = {now.logo if now else "", proposal.fields.get("logo", "") if proposal else ""}
    for logo in set(logos) - used:
        if logo.startswith(f"{OWN_LOGOS}/"):
            (campaign.folder.signatories / logo).unlink(missing_ok=True)
