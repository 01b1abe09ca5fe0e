"""One signatory: how it appears, who signed and how that is known, what happened, and the emails about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from campaign.adapters.store import signons, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.ledger.signer_mailings import SignerMail
from campaign.adapters.store.signons import opt_outs, record, submissions
from campaign.core.letters.version import Version
from campaign.core.signons.board import ledger_name
from campaign.core.signons.record import RecordEntry
from campaign.core.signons.submission import Submission
from campaign.core.team.account import TeamActor, need_right
from campaign.core.team.roles import Right
from campaign.services.campaign import Campaign
from campaign.services.page_mark import mark_of
from campaign.services.signons.lookup import SignOnView, refusal_of_change, signon_view


@dataclass(frozen=True, slots=True)
class OneSignatory:
    """A sign-on with everything that is known about it."""

    view: SignOnView
    """The signer is left out for who may not see people."""
    versions: Mapping[int, Version]
    """The letter's versions, by their id."""
    newest: int | None
    """The id of the newest one; None while none is frozen."""
    entries: tuple[RecordEntry, ...]
    """What the record says about it, oldest first."""
    mails: tuple[SignerMail, ...]
    """The emails to its signer, oldest first; empty for who may not see people."""
    has_stopped: bool
    """Whether the signer asked for no more emails."""
    merged_into: str
    """The name of the sign-on that it was merged into; "" if it was not."""

    @property
    def agreed(self) -> Version | None:
        """The version that was last agreed to."""
        return self.versions.get(self.view.signon.last_agreed or 0)


def read_signatory(campaign: Campaign, actor: TeamActor, signon: int) -> OneSignatory | None:
    """Read a sign-on of the letter; None if there is none. Raises Refused without the right to see it."""
    need_right(actor, Right.SEE)
    signatory = campaign.store.read(_read, campaign.letter, signon)
    if signatory is None or actor.may(Right.SEE_PEOPLE):
        return signatory
    return replace(signatory, view=SignOnView(signatory.view.signon, None), mails=(), has_stopped=False)


def read_form(campaign: Campaign, actor: TeamActor, submission: int) -> Submission | None:
    """Read a form that waits for a confirmation; None if there is none. Raises Refused without the right."""
    need_right(actor, Right.SEE_PEOPLE)
    form = campaign.store.read(submissions.one, submission)
    return form if form and form.letter == campaign.letter and form.answers else None


def view_of(campaign: Campaign, signon: int) -> SignOnView | None:
    """A sign-on of the letter as a decision needs it; None if there is none."""
    return campaign.store.read(_view, campaign.letter, signon)


def need_mark(mark: str, *views: SignOnView) -> None:
    """Raise Refused if sign-ons have changed since a page with this mark was shown."""
    if mark != mark_of(*views):
        raise refusal_of_change(views[0].signon)


def _view(db: Database, letter: str, number: int) -> SignOnView | None:
    signon = signons.one(db, number)
    return signon_view(db, signon) if signon and signon.letter == letter else None


def _read(db: Database, letter: str, number: int) -> OneSignatory | None:
    view = _view(db, letter, number)
    if view is None:
        return None
    all_versions = {version.id: version for version in versions.all_of(db, letter)}
    newest, signon, signer = versions.latest(db, letter), view.signon, view.signer
    other = signons.one(db, signon.merged_into) if signon.merged_into else None
    return OneSignatory(
        view=view,
        versions=all_versions,
        newest=newest.id if newest else None,
        entries=record.of(db, number),
        mails=signer_mailings.to_signer(db, letter, ledger_name(number)),
        has_stopped=bool(signer and signer.address and opt_outs.since(db, signer.address)),
        merged_into=other.name if other else "",
    )
