"""What the team decides about changes that signers of listed sign-ons proposed."""

from dataclasses import dataclass

from campaign.adapters.images.logos import read_logo
from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import proposed_changes
from campaign.core.signatories.domains import ascii_host
from campaign.core.signatories.skeleton import lookalike_words
from campaign.core.signons.proposed_change import ProposedChange
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import SignOnView, need_unchanged, refusal_of_change, signon_view
from campaign.services.signons.signon_logos import delete_unused_logos


@dataclass(frozen=True, slots=True)
class ChangeCase:
    """A proposed change, and the sign-on that it is about."""

    view: SignOnView
    change: ProposedChange

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Each field that would change, with its value now and its new value."""
        return self.change.differences(self.view.signon)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to look at twice: letters that look like others, and the true host of a website."""
        name, url = (self.change.fields.get(field, "") for field in ("name", "url"))
        words = ", ".join(lookalike_words(name))
        host = ascii_host(url)
        return (
            *((f"the new name mixes letters that look alike: {words}",) if words else ()),
            *((f"the new website is at {host}",) if host and host not in url.lower() else ()),
        )


def read_changes(campaign: Campaign) -> tuple[ChangeCase, ...]:
    """The changes that wait, oldest first; at most a hundred."""
    return campaign.store.read(_read_all, campaign.letter)


def find_change(campaign: Campaign, view: SignOnView) -> ChangeCase | None:
    """The change of a sign-on that waits; None for none."""
    change = campaign.store.read(proposed_changes.of_signon, view.signon.id)
    return ChangeCase(view, change) if change else None


def change_logo_png(campaign: Campaign, case: ChangeCase) -> bytes | None:
    """The new logo as a PNG; None if the change has none, or it cannot be read."""
    logo = case.change.fields.get("logo", "")
    try:
        return read_logo(campaign.folder.signatories / logo).png if logo else None
    except ValueError:
        return None


def approve_change(campaign: Campaign, case: ChangeCase, by: str) -> None:
    """Show the sign-on as its signer proposed. Raises Refused if either has changed since it was shown."""
    before = case.view.signon.logo
    campaign.store.write(_approve, case, by, campaign)
    delete_unused_logos(campaign, case.view.signon.id, before)


def discard_change(campaign: Campaign, case: ChangeCase, by: str) -> None:
    """Leave the sign-on as it is. Raises Refused as `approve_change` does."""
    campaign.store.write(_discard, case, by, campaign)
    delete_unused_logos(campaign, case.view.signon.id, case.change.fields.get("logo", ""))


def _read_all(db: Database, letter: str) -> tuple[ChangeCase, ...]:
    cases = []
    for change in proposed_changes.of_letter(db, letter):
        signon = signons.one(db, change.signon)
        assert signon is not None  # a change refers to its sign-on
        cases.append(ChangeCase(signon_view(db, signon), change))
    return tuple(cases)


def _approve(db: Database, case: ChangeCase, by: str, campaign: Campaign) -> None:
    need_unchanged(db, case.view)
    if not proposed_changes.approve(db, case.change, by, campaign.now()):
        raise refusal_of_change(case.view.signon)


def _discard(db: Database, case: ChangeCase, by: str, campaign: Campaign) -> None:
    need_unchanged(db, case.view)
    if not proposed_changes.discard(db, case.change, by, campaign.now()):
        raise refusal_of_change(case.view.signon)


def need_change(campaign: Campaign, view: SignOnView) -> ChangeCase:
    """The change of a sign-on that waits. Raises Refused if there is none."""
    case = find_change(campaign, view)
    if case is None:
        raise Refused(f"{view.signon.name} has no change that waits", fix="campaign signatory review")
    return case
