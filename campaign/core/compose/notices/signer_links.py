"""The addresses that a mail to a signer leads to, all below the campaign's public page."""

from dataclasses import dataclass

from campaign.core.signons import Signer
from campaign.core.signons.personal_links import LinkPurpose, stop_token, token


@dataclass(frozen=True, slots=True)
class SignerLinks:
    """`page` is the letter, `own` the signer's personal page, `confirm` the page that confirms the mail address,
    `forward` what may be passed on: the text, who signs, the deadline. Its token opens nothing else. `stop` is where
    one asks not to be written to again; mail programs send their one click there (RFC 8058)."""

    page: str
    own: str
    confirm: str
    forward: str
    stop: str


def signer_links(public_url: str, secret: bytes, signer: Signer) -> SignerLinks:
    """The links of a signer's newest generation. `secret` is the campaign's."""
    base = public_url.rstrip("/")
    own, confirm, forward = (
        token(secret, purpose, signer.signon, signer.generation)
        for purpose in (LinkPurpose.OWN, LinkPurpose.CONFIRM, LinkPurpose.FORWARD)
    )
    return SignerLinks(
        page=f"{base}/",
        own=f"{base}/own/{own}",
        confirm=f"{base}/confirm/{confirm}",
        forward=f"{base}/own/{forward}/forward",
        stop=f"{base}/stop/{stop_token(secret, signer.signon)}",
    )
