"""Roles and rights. A right allows a kind of act; a role is a bundle of rights."""

from collections.abc import Mapping
from enum import StrEnum


class Right(StrEnum):
    """What somebody may do. The text is what a refusal says: "Maya may not ..."."""

    SEE = "see the campaign"
    """Open the desk, and read everything but contact data."""
    COMMENT = "comment on drafts"
    """Write comments on drafts."""
    SUGGEST = "suggest changes to drafts"
    """Propose changes to drafts."""
    EDIT = "edit the letter"
    """Write the text of the letter."""
    FREEZE = "freeze versions of the letter"
    """Make a version, and publish a proposed one."""
    SETTLE = "settle comments and suggestions"
    """Resolve comments, and accept or reject suggestions."""
    SEE_PEOPLE = "see people's contact data"
    """See names, email addresses and telephone numbers."""
    EXPORT_PEOPLE = "export people's data"
    """Download lists with people's data."""
    INVITE = "invite organisations"
    """Send invitations and reminders to sign."""
    DECIDE_SIGNONS = "decide on sign-ons"
    """Approve, refuse, merge, withdraw and enter sign-ons."""
    PREPARE_WAVE = "prepare waves"
    """Make the emails of a wave, and manage addressees."""
    RELEASE_WAVE = "release waves"
    """Send, pause, resume and cancel waves."""
    SETTLE_DELIVERIES = "settle deliveries"
    """Say what happened to uncertain or refused emails."""
    ANSWERS = "work on answers"
    """Read replies, and record positions and calls."""
    DESK = "change the settings and the team"
    """Change settings, admit people, give roles."""


class Role(StrEnum):
    """The role of an account. The database stores these values."""

    COORDINATOR = "coordinator"
    EDITOR = "editor"
    SENDER = "sender"
    PARTNER = "partner"
    READER = "reader"

    @property
    def rights(self) -> frozenset[Right]:
        """The rights of this role."""
        return RIGHTS[self]


ALL_RIGHTS = frozenset(Right)

# A partner is an organisation of the coalition: it sees the drafts and its own sign-on, not the desk.
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.COORDINATOR: ALL_RIGHTS,
    Role.EDITOR: frozenset({Right.SEE, Right.COMMENT, Right.SUGGEST, Right.EDIT, Right.SETTLE}),
    Role.SENDER: frozenset(
        {
            Right.SEE,
            Right.COMMENT,
            Right.SEE_PEOPLE,
            Right.PREPARE_WAVE,
            Right.RELEASE_WAVE,
            Right.SETTLE_DELIVERIES,
            Right.ANSWERS,
        }
    ),
    Role.PARTNER: frozenset({Right.COMMENT, Right.SUGGEST}),
    Role.READER: frozenset({Right.SEE}),
}

# In the words of the page that gives roles.
MEANINGS: Mapping[Role, str] = {
    Role.COORDINATOR: "Does everything, and gives roles.",
    Role.EDITOR: "Writes the letter and settles comments. Sees no contact data and sends nothing.",
    Role.SENDER: "Prepares and sends waves, settles deliveries, works on answers.",
    Role.PARTNER: "Comments on drafts for an organisation of the coalition. Does not see the desk.",
    Role.READER: "Sees how the campaign stands, and changes nothing.",
}


def roles_with(right: Right) -> tuple[Role, ...]:
    """The roles that have a right, in the order of the roles."""
    return tuple(role for role in Role if right in RIGHTS[role])
