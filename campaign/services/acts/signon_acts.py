"""Acts on sign-ons: deciding, entering, inviting, logos, the directory, exports."""

from collections.abc import Iterator

from campaign.core.languages.in_english import count_of
from campaign.core.signatories import Organisation
from campaign.core.signons.board_filter import BoardFilter
from campaign.core.team.roles import Right
from campaign.services.acts.act import Act, AnyAct
from campaign.services.campaign import Campaign
from campaign.services.notices import announcing, inviting, notifying, reminding
from campaign.services.notices.inviting import InvitationPlan
from campaign.services.notices.notifying import NoticePlan
from campaign.services.notices.reminding import ReminderPlan
from campaign.services.people import importing, removing
from campaign.services.people.importing import TableImportPlan
from campaign.services.people.removing import OrganisationRemoval
from campaign.services.signons import (
    adding,
    approving,
    collected,
    consent,
    deciding,
    merging,
    proposed_changes,
    signon_logos,
)
from campaign.services.signons.adding import AddSignOnPlan
from campaign.services.signons.approving import ApprovalPlan
from campaign.services.signons.collected import CollectedPlan
from campaign.services.signons.consent import AgreementPlan
from campaign.services.signons.deciding import WithdrawalPlan
from campaign.services.signons.lookup import SignOnView
from campaign.services.signons.merging import MergePlan
from campaign.services.signons.proposed_changes import ChangeCase
from campaign.services.signons.signatory_list import EXPORTS
from campaign.services.signons.signon_logos import LogoPlan


def _signon(_: object, view: SignOnView, *_rest: object) -> str:
    return f"sign-on {view.signon.id}"


def _planned_signon(_: object, plan: WithdrawalPlan | AgreementPlan | LogoPlan | ChangeCase, *_rest: object) -> str:
    return f"sign-on {plan.view.signon.id}"


def _merged(_: object, plan: MergePlan, *_rest: object) -> str:
    return f"sign-on {plan.duplicate.signon.id}"


def _merged_into(_: object, plan: MergePlan, *_rest: object) -> str:
    return f"into sign-on {plan.target.signon.id}"


def _approved(number: int, _: ApprovalPlan, *_rest: object) -> str:
    return count_of(number, "sign-on")


def _agreed_to(_: object, plan: AgreementPlan, *_rest: object) -> str:
    return f"version {plan.version.number}"


def _entered(key: str, plan: AddSignOnPlan) -> str:
    return key


def _collected(number: int, _: CollectedPlan) -> str:
    return count_of(number, "sign-on")


def _wave(wave: str, plan: InvitationPlan | ReminderPlan, *_rest: object) -> str:
    return f"{plan.number} in wave {wave}"


def _notices(_: object, plan: NoticePlan) -> str:
    return count_of(plan.number, "email")


def _announced(number: int, *_: object) -> str:
    return count_of(number, "email")


def _imported(_: object, plan: TableImportPlan[Organisation]) -> str:
    change = plan.change
    return f"{len(change.added)} added, {len(change.changed)} changed"


def _removed(_: object, plan: OrganisationRemoval) -> str:
    return f"organisation {plan.organisation.key}"


def _export(campaign: Campaign, wanted: BoardFilter, ending: str) -> Iterator[bytes]:
    return EXPORTS[ending][0](campaign, wanted)


def _exported(_: object, wanted: BoardFilter, ending: str) -> str:
    return f"{wanted.kind}s{f', {wanted.state}' if wanted.state else ''}, as {ending.upper()}"


_DECIDE = Right.DECIDE_SIGNONS

APPROVE = Act("approve", _DECIDE, "Approved", deciding.approve, _signon)
APPROVE_ALL = Act("approve all", _DECIDE, "Approved together", approving.approve_all, _approved)
REFUSE = Act("refuse", _DECIDE, "Refused", deciding.refuse, _signon)
APPROVE_CHANGE = Act("approve change", _DECIDE, "Approved a change", proposed_changes.approve_change, _planned_signon)
DISCARD_CHANGE = Act("discard change", _DECIDE, "Discarded a change", proposed_changes.discard_change, _planned_signon)
MERGE = Act("merge", _DECIDE, "Merged", merging.merge, _merged, _merged_into)
WITHDRAW = Act("withdraw", _DECIDE, "Withdrew for its signer", deciding.withdraw, _planned_signon)
ENTER_AGREEMENT = Act(
    "enter agreement", _DECIDE, "Entered an agreement", consent.enter_agreement, _planned_signon, _agreed_to
)
ADD_SIGNON = Act("add sign-on", _DECIDE, "Entered a sign-on", adding.add_signon, _entered)
SET_LOGO = Act("set logo", _DECIDE, "Changed the logo", signon_logos.set_logo, _planned_signon)
REMOVE_LOGO = Act("remove logo", _DECIDE, "Removed the logo", signon_logos.remove_logo, _signon)
INVITE_ORGANISATIONS = Act("invite organisations", Right.INVITE, "Invited organisations", inviting.invite, _wave)
REMIND = Act("remind", Right.INVITE, "Reminded organisations", reminding.remind, _wave)
QUEUE_NOTICES = Act("queue notices", _DECIDE, "Released emails to signers", notifying.make_notices, _notices)
ENTER_COLLECTED = Act("enter collected sign-ons", _DECIDE, "Entered sign-ons", collected.enter_collected, _collected)
IMPORT_DIRECTORY = Act("import directory", _DECIDE, "Imported organisations", importing.import_organisations, _imported)
REMOVE_ORGANISATION = Act(
    "remove organisation", _DECIDE, "Removed from the directory", removing.remove_organisation, _removed
)
ANNOUNCE = Act("announce", _DECIDE, "Queued news for signers", announcing.announce, note=_announced)
EXPORT_SIGNATORIES = Act("export signatories", Right.EXPORT_PEOPLE, "Exported signatories", _export, _exported)

ACTS: tuple[AnyAct, ...] = (
    APPROVE, APPROVE_ALL, REFUSE, APPROVE_CHANGE, DISCARD_CHANGE, MERGE, WITHDRAW, ENTER_AGREEMENT,
    ADD_SIGNON, ENTER_COLLECTED, SET_LOGO, REMOVE_LOGO,
    INVITE_ORGANISATIONS, REMIND, QUEUE_NOTICES, IMPORT_DIRECTORY, REMOVE_ORGANISATION, EXPORT_SIGNATORIES,
    ANNOUNCE,
)  # fmt: skip
