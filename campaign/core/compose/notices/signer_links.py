"""The links in an email to a signer. All are below the campaign's public page."""

from dataclasses import dataclass

from campaign.core.signons import Signer
from campaign.core.signons.personal_links import LinkPurpose, stop_token, token
from campaign.core.signons.submission import Submission


@dataclass(frozen=True, slots=True)
class SignerLinks:
    """Whole web addresses."""

    page: str
    """The letter."""
    own: str
    """The signer's personal page."""
    confirm: str
    """The page that confirms the email address."""
    forward: str
    """A page to forward: the text, the signatories, the deadline. Its token opens nothing else."""
    stop: str
    """The page that ends all emails. Email programs send their one-click request there (RFC 8058)."""
    not_me: str = ""
    """The page where the owner of the mailbox rejects a stranger's form; "" for an email that no stranger caused."""


def signer_links(
    public_url: str, secret: bytes, signer: Signer, submission: Submission | None = None, language: str = ""
) -> SignerLinks:
    """The links of a signer, for the newest generation of tokens. `secret` is the campaign's.

    With a `submission`, the link to confirm is that of the form; the others open nothing, because no sign-on exists.
    The pages open in `language`; "" leaves that to the page, for a letter in one language.
    """
    base = public_url.rstrip("/")
    own, confirm, forward = (
        token(secret, purpose, signer.signon, signer.generation)
        for purpose in (LinkPurpose.OWN, LinkPurpose.CONFIRM, LinkPurpose.FORWARD)
    )
    not_me = ""
    if submission is not None:
        confirm = token(secret, LinkPurpose.SUBMISSION, submission.id, submission.seed)
    if submission is not None and submission.by_stranger:
        not_me = f"{base}/stop/form/{token(secret, LinkPurpose.NOT_ME, submission.id, submission.seed)}"
    spoken = f"?lang={language}" if language else ""
    return SignerLinks(
        page=f"{base}/{spoken}",
        own=f"{base}/own/{own}{spoken}",
        confirm=f"{base}/confirm/{confirm}{spoken}",
        forward=f"{base}/own/{forward}/forward{spoken}",
        stop=f"{base}/stop/{stop_token(secret, signer.signon)}",
        not_me=not_me,
    )
