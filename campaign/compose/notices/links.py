"""The addresses that a mail to a signer leads to, all below the campaign's public page."""

from dataclasses import dataclass

from campaign.signons import Signer
from campaign.signons.links import Purpose, token


@dataclass(frozen=True, slots=True)
class Links:
    """`page` is the letter, `own` the signer's personal page, `confirm` the page that confirms the mail address."""

    page: str
    own: str
    confirm: str

    @property
    def forward(self) -> str:
        """What the signer may pass on: the text, who signs, the deadline; nothing there can be pressed."""
        return f"{self.own}/forward"


def links_of(public_url: str, secret: bytes, signer: Signer) -> Links:
    """The links of a signer's newest generation. `secret` is the campaign's."""
    base = public_url.rstrip("/")
    own, confirm = (token(secret, each, signer.signon, signer.generation) for each in (Purpose.OWN, Purpose.CONFIRM))
    return Links(page=f"{base}/", own=f"{base}/own/{own}", confirm=f"{base}/confirm/{confirm}")
