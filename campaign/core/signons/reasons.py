"""The reasons for and against a sign-on, and the judgement that they make.

To add a reason: add a ReasonKind here, find it in `judgement`, write its text in `messages.MESSAGES`, and add its row
to docs/judgement.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.core.signons.messages import message_text


class ReasonKind(StrEnum):
    """The kinds of reasons. The text of each is in `messages.MESSAGES`, under "judged." and its value."""

    OWN_DOMAIN = "own-domain"
    REGISTER_DOMAIN = "register-domain"
    NEAR_SITE = "near-site"
    REGISTERED = "registered"
    TYPED_DOMAIN = "typed-domain"
    UNKNOWN_SITE = "unknown-site"
    FREE_MAIL = "free-mail"
    OTHER_DOMAIN = "other-domain"
    SAME_MAILBOX = "same-mailbox"
    OTHER_NAME = "other-name"
    HOST = "host"
    LETTERS = "letters"
    PERSON = "person"
    ORGANISATION = "organisation"
    NEAR_NAME = "near-name"
    NEAR_LOOKS = "near-looks"
    NEAR_FORM = "near-form"
    NEAR_PART = "near-part"
    NEAR_ACRONYM = "near-acronym"
    NEAR_SPELLING = "near-spelling"
    NEAR_DOMAIN = "near-domain"
    NEAR_HOST = "near-host"
    NUMBER_FORM = "number-form"
    NUMBER_CHECK = "number-check"
    NUMBER_UNKNOWN = "number-unknown"
    NUMBER_OTHER = "number-other"


class ReasonWeight(StrEnum):
    """Whether a reason speaks for the sign-on, against it, or is only a remark."""

    FOR = "for"
    REMARK = "remark"
    AGAINST = "against"


_FOR = frozenset({ReasonKind.OWN_DOMAIN, ReasonKind.REGISTER_DOMAIN})
_REMARKS = frozenset({
    ReasonKind.NEAR_SITE, ReasonKind.REGISTERED,
    ReasonKind.TYPED_DOMAIN, ReasonKind.UNKNOWN_SITE, ReasonKind.NUMBER_FORM,
    ReasonKind.NUMBER_CHECK, ReasonKind.NUMBER_UNKNOWN,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `values` fill its text; `other` is the key of the organisation that it is about, "" for none."""

    kind: ReasonKind
    values: Mapping[str, str] = field(default_factory=dict)
    other: str = ""

    @property
    def message(self) -> str:
        """The id of its text in `messages.MESSAGES`."""
        return f"judged.{self.kind}"

    @property
    def weight(self) -> ReasonWeight:
        """Whether it speaks for the sign-on or against it."""
        if self.kind in _FOR:
            return ReasonWeight.FOR
        return ReasonWeight.REMARK if self.kind in _REMARKS else ReasonWeight.AGAINST

    @property
    def text(self) -> str:
        """The reason in English."""
        return message_text(self.message, self.values)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The reasons for and against a sign-on, and what follows from them."""

    reasons: tuple[Reason, ...]
    automatic: bool
    """Whether it may be listed without review once its address is confirmed. Never for an individual: no site proves
    one."""

    def same_as(self, own: str) -> str:
        """The key of the organisation at whose site the signer's address is, if it is not `own`, the sign-on's own key:
        the sign-on can be merged into that one. "" for none."""
        keys = (reason.other for reason in self.reasons if reason.kind is ReasonKind.OWN_DOMAIN)
        return next((key for key in keys if key != own), "")

    @property
    def against(self) -> tuple[Reason, ...]:
        """The reasons that speak against it."""
        return tuple(reason for reason in self.reasons if reason.weight is ReasonWeight.AGAINST)
