"""Acts on the team: admitting people, roles, sessions."""

from campaign.core.team.account import Account, NewAccount
from campaign.core.team.roles import Right, Role
from campaign.services.acts.act import Act, AnyAct
from campaign.services.team import admission


def _account(account: Account, *_: object) -> str:
    return f"account {account.id}"


def _new_role(account: Account, new: NewAccount) -> str:
    return new.role


def _changed_role(account: Account, _number: int, role: Role) -> str:
    return f"{account.role}, now {role}"


def _number(_result: object, account: int, *_: object) -> str:
    return f"account {account}"


ADMIT = Act("admit", Right.DESK, "Admitted to the team", admission.admit, _account, _new_role)
CHANGE_ROLE = Act("change role", Right.DESK, "Changed the role", admission.change_role, _account, _changed_role)
END_ACCOUNT = Act("end account", Right.DESK, "Removed from the team", admission.end_account, _account)
END_SESSIONS = Act("end sessions", Right.DESK, "Signed out everywhere", admission.end_sessions, _number)

ACTS: tuple[AnyAct, ...] = (ADMIT, CHANGE_ROLE, END_ACCOUNT, END_SESSIONS)
