"""The email about a decision, as it would be now: a person reads it before deciding."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from campaign.adapters.store.signons import opt_outs
from campaign.core.delivery.records import PlannedDelivery
from campaign.core.message.preview import MessagePreview, message_preview
from campaign.core.signons import NewSignOn
from campaign.core.signons.board import ledger_name
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.states import SIGNED
from campaign.core.signons.submission import Submission
from campaign.errors import CampaignError, Refused
from campaign.services.campaign import Campaign
from campaign.services.notices.queueing import WAVE
from campaign.services.notices.writing import NoticeWriter, Occasion, notice_writer
from campaign.services.signons.lookup import SignOnView


@dataclass(frozen=True, slots=True)
class DecisionMail:
    """The email that a decision causes."""

    planned: PlannedDelivery | None
    """None if nobody gets one."""
    why_none: str = ""
    """Why nobody gets one now, in a sentence; "" if somebody does."""
    waits: str = ""
    """Why the email cannot be sent yet, in a sentence; "" if it can."""

    @property
    def preview(self) -> MessagePreview | None:
        """The email as its reader sees it."""
        return message_preview(self.planned.message) if self.planned else None


@dataclass(frozen=True, slots=True)
class RefusalPlan:
    """A sign-on to refuse."""

    view: SignOnView
    why: str
    """The sentence that the signer reads; "" for none."""
    mail: DecisionMail


def plan_refusal(campaign: Campaign, view: SignOnView, why: str) -> RefusalPlan:
    """Plan to refuse a sign-on. Raises Refused if it was not signed."""
    if view.signon.state not in SIGNED:
        what = f"{view.signon.name} is {view.signon.state}: there is nothing to refuse"
        raise Refused(what, fix="look for it in the list of signatories")
    why = why.strip()
    mail = decision_mail(campaign, view, NoticeKind.REFUSED, {"typed": why} if why else {})
    return RefusalPlan(view, why, mail)


def decision_mail(
    campaign: Campaign, view: SignOnView, kind: NoticeKind, facts: Mapping[str, str] | None = None
) -> DecisionMail:
    """The email of a kind to the signer of a sign-on. Stores nothing."""
    signer = view.signer
    if signer is None or not signer.address:
        return DecisionMail(None, "Nobody gets an email: no email address is known.")
    if kind.can_be_stopped and campaign.store.read(opt_outs.since, signer.address):
        return DecisionMail(None, f"{signer.address} asked for no more emails, and gets none about this.")
    occasion = Occasion(kind, view.signon, signer, facts or {})
    return mail_about(campaign, notice_writer, occasion, f"{ledger_name(view.signon.id)}/{kind}")


def confirmation_mail(campaign: Campaign, new: NewSignOn) -> DecisionMail:
    """The email that asks the signer of an entered sign-on to confirm it. Stores nothing."""
    submission = Submission(0, new.letter, new, 0, campaign.now(), by_stranger=False)
    signon, signer = submission.as_signon()
    occasion = Occasion(NoticeKind.CONFIRM, signon, signer, submission=submission)
    return mail_about(campaign, notice_writer, occasion, f"{submission.key}/{NoticeKind.CONFIRM}")


def mail_about(
    campaign: Campaign, make_writer: Callable[[Campaign], NoticeWriter], occasion: Occasion, key: str
) -> DecisionMail:
    """The email about an occasion, or why it cannot be written or sent yet. Stores nothing."""
    address = occasion.signer.address
    try:
        planned = make_writer(campaign).write(occasion, WAVE, key, campaign.now())
    except CampaignError as error:
        return DecisionMail(None, f"The email to {address} waits: {error.message}.")
    waits = "" if campaign.settings.smtp else "No mail server is set: until then the email waits."
    return DecisionMail(planned, waits=waits)
