"""A submission: a sign-on form that nobody has confirmed yet. It changes no sign-on, whoever sent it.

Its answers wait, apart from the sign-ons, until the link in the email to the address is used; then they become a
sign-on, or change the one that was asked for. After KEEP_FOR without that they are deleted.
"""

import datetime as dt
from dataclasses import dataclass, replace

from campaign.core.signatories import SignOnState
from campaign.core.signons.signon import NewSignOn, Signer, SignOn

KEEP_FOR = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Submission:
    """The answers of a form, with what its link is made of."""

    id: int
    letter: str
    answers: NewSignOn | None
    """What the form says; None once it was applied."""
    seed: int
    """A random number in the link, so that a link never opens a later submission with the same id."""
    created_at: dt.datetime
    """When the form was sent (aware UTC)."""
    signon: int | None = None
    """The sign-on that the confirmed answers went to; None while they wait, 0 if the mailbox's owner rejected them."""
    by_stranger: bool = True
    """Whether the form came from the public page. False for what the coordinator entered."""

    @property
    def is_rejected(self) -> bool:
        """Whether the owner of the mailbox said that the form was not theirs."""
        return self.signon == 0

    @property
    def key(self) -> str:
        """The key on the board."""
        return f"submission-{self.id}"

    def as_signon(self) -> tuple[SignOn, Signer]:
        """The answers as the sign-on that they would make, for its page, its email and the board. Its id is 0."""
        assert self.answers is not None  # an applied submission is shown by its sign-on
        new = self.answers
        signon = SignOn(
            id=0,
            letter=new.letter,
            kind=new.kind,
            organisation=new.organisation,
            name=new.name,
            url=new.url,
            country=new.country,
            logo=new.logo,
            quote="",
            state=SignOnState.PENDING,
            version=new.version,
            has_objected=False,
            language=new.language,
            source=new.source,
            created_at=self.created_at,
        )
        return signon, Signer(0, new.person, new.role, new.address, new.authority, register=new.register)


def confirmed_answers(answers: NewSignOn, known: SignOn | None) -> NewSignOn:
    """The answers as they are stored once confirmed. What the form does not ask stays as it is in the row `known`."""
    stored = replace(answers, state=SignOnState.CONFIRMED)
    return replace(stored, url=answers.url or known.url, logo=answers.logo or known.logo) if known else stored
