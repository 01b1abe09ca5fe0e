"""What the coordinator enters about a new text: a signatory's agreement that came by phone or mail, and that the new
text shall be shown although somebody has not decided."""

from dataclasses import dataclass

from campaign.adapters.store import versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import text_changes
from campaign.core.letters.version import Version
from campaign.core.signons.record import Actor
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import SignOnView, need_unchanged


@dataclass(frozen=True, slots=True)
class AgreementPlan:
    """An agreement to enter."""

    view: SignOnView
    """The sign-on as it was shown."""
    version: Version
    """The version that the signatory agrees to."""
    evidence: str
    """How the signatory agreed, in the coordinator's words."""


@dataclass(frozen=True, slots=True)
class AdoptionPlan:
    """A proposed text that would be shown from now on."""

    letter: str
    version: Version
    undecided: tuple[str, ...]
    """The listed signatories who have not decided: their names leave the page's list and stay under the earlier
    text."""


def plan_agreement(campaign: Campaign, view: SignOnView, evidence: str) -> AgreementPlan:
    """Plan to enter an agreement to the newest version. Raises Refused if there is nothing to agree to, UsageError
    without evidence."""
    if not evidence.strip():
        raise UsageError(
            "the evidence is missing", fix='say how the signatory agreed, for example --evidence "call of 3 May"'
        )
    newest, agreed = campaign.store.read(versions.latest, campaign.letter), view.signon.last_agreed
    if newest is None or agreed is None or agreed >= newest.id:
        raise Refused(f"{view.signon.name} has agreed to the newest text already", fix="campaign signatory list")
    return AgreementPlan(view, newest, evidence.strip())


def enter_agreement(campaign: Campaign, plan: AgreementPlan, by: str) -> None:
    """Enter the agreement, with its evidence in the record. Raises Refused and changes nothing if the sign-on has
    changed since, or is not signed."""
    campaign.store.write(_enter, campaign, plan, by or campaign.settings.sender.name)


def plan_adoption(campaign: Campaign) -> AdoptionPlan:
    """Plan to show the proposed text. Raises Refused if no text is proposed."""
    return campaign.store.read(_plan_adoption, campaign.letter)


def adopt(campaign: Campaign, plan: AdoptionPlan) -> int:
    """Show the proposed text, with those who agreed to it. Returns how many moved. Raises Refused and changes nothing
    if somebody has decided since, or the text has changed."""
    return campaign.store.write(_adopt, campaign, plan)


def _enter(db: Database, campaign: Campaign, plan: AgreementPlan, by: str) -> None:
    need_unchanged(db, plan.view)
    facts = {"by": by, "how": plan.evidence}
    signon = plan.view.signon
    if not text_changes.agree(db, signon.id, plan.version.id, campaign.now(), Actor.COORDINATOR, facts):
        raise Refused(f"{signon.name} is {signon.state}: there is nothing to agree to", fix="campaign signatory list")


def _plan_adoption(db: Database, letter: str) -> AdoptionPlan:
    newest, public_version = versions.latest(db, letter), versions.public(db, letter)
    if newest is None or newest == public_version:
        raise Refused("no text is proposed: the page shows the newest version", fix="campaign letter list")
    names = tuple(signer.signon.name for signer in text_changes.undecided(db, letter) if not signer.signon.agreed)
    return AdoptionPlan(letter, newest, names)


def _adopt(db: Database, campaign: Campaign, plan: AdoptionPlan) -> int:
    if _plan_adoption(db, plan.letter) != plan:
        raise Refused("nothing was changed: somebody has decided since you looked", fix="campaign letter adopt")
    return text_changes.adopt(db, plan.letter, campaign.now())
