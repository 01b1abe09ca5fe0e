"""The reasons that speak for a sign-on or against it, and the judgement that they make.

A new reason is a Finding here, what finds it in `judgement`, its words in `words.MESSAGES`, and its row in
docs/judgement.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.core.signons.messages import message_text


class ReasonKind(StrEnum):
    """What was found. Each has its words in `words.MESSAGES` under "judged." and its name here."""

    OWN_DOMAIN = "own-domain"
    REGISTER_DOMAIN = "register-domain"
    REGISTERED = "registered"
    TYPED_DOMAIN = "typed-domain"
    UNKNOWN_SITE = "unknown-site"
    FREE_MAIL = "free-mail"
    OTHER_DOMAIN = "other-domain"
    OTHER_NAME = "other-name"
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
    """What a reason does: speaks for the sign-on, is to be seen, speaks against it."""

    FOR = "for"
    REMARK = "remark"
    AGAINST = "against"


_FOR = frozenset({ReasonKind.OWN_DOMAIN, ReasonKind.REGISTER_DOMAIN})
_REMARKS = frozenset({
    ReasonKind.REGISTERED, ReasonKind.TYPED_DOMAIN, ReasonKind.UNKNOWN_SITE, ReasonKind.NUMBER_FORM, ReasonKind.NUMBER_CHECK,
    ReasonKind.NUMBER_UNKNOWN,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that was found. `values` stand in its words; `other` is the key of the organisation it speaks of."""

    kind: ReasonKind
    values: Mapping[str, str] = field(default_factory=dict)
    other: str = ""

    @property
    def message(self) -> str:
        """The id of its words in `words.MESSAGES`."""
        return f"judged.{self.kind}"

    @property
    def weight(self) -> ReasonWeight:
        """Whether it speaks for the sign-on or against it."""
        if self.kind in _FOR:
            return ReasonWeight.FOR
        return ReasonWeight.REMARK if self.kind in _REMARKS else ReasonWeight.AGAINST

    @property
    def text(self) -> str:
        """It in English."""
        return message_text(self.message, self.values)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The reasons, and whether the sign-on may be listed without a person's look once its mail is confirmed. Of a
    person's own sign-on that is never said: there is no site to prove it by; `against` says what to look at."""

    reasons: tuple[Reason, ...]
    automatic: bool

    @property
    def against(self) -> tuple[Reason, ...]:
        """The reasons that speak against it."""
        return tuple(reason for reason in self.reasons if reason.weight is ReasonWeight.AGAINST)
