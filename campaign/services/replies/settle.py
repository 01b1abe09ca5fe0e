"""Mails of which nobody knows whether they arrived, settled by evidence, or by a person's word, which is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.store.ledger import settlement as settlement_store
from campaign.core.delivery.evidence import Evidence, heaviest
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import MEANINGS, DeliveryState, may_settle
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.replies import evidence
from campaign.services.replies.reader import imap_settings
from campaign.services.waves.plan import find_delivery, find_wave


@dataclass(frozen=True, slots=True)
class Settlement:
    """What would become of one mail."""

    delivery: Delivery
    """The mail as it stood when this was planned. It is settled only while it still stands so."""
    state: DeliveryState
    """How it ended."""
    reason: str
    """How that is known, as it is kept on record."""


@dataclass(frozen=True, slots=True)
class SettlingPlan:
    """What was found about the uncertain mails of a wave."""

    uncertain: tuple[Delivery, ...]
    """The mails of which nobody knows whether they arrived."""
    evidence: Mapping[str, Evidence]
    """What was found of each, by Message-ID; a mail of which nothing was found has none."""

    def evidence_for(self, delivery: Delivery) -> Evidence | None:
        """What was found of a mail."""
        return self.evidence.get(delivery.message_id)

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """What the evidence proves. The other mails need a person's word."""
        pairs = ((delivery, self.evidence_for(delivery)) for delivery in self.uncertain)
        return tuple(
            Settlement(delivery, proof.state, f"settled by {proof.source}: {proof.text}")
            for delivery, proof in pairs
            if proof and proof.state
        )


def plan_settling(campaign: Campaign, wave: str, who: str | None, log: Path | None, *, search: bool) -> SettlingPlan:
    """Look for evidence of a wave's uncertain mails: in a mail server's `log` ("-" is standard input), and with
    `search` in the mailbox of [imap] and the folders in which it keeps sent mails. `who` names one mail.

    Raises UsageError for an unknown wave or addressee, Refused where the mail is not uncertain or no mailbox is set,
    FolderError and MailboxError where the log or the mailbox cannot be read.
    """
    uncertain = _uncertain(campaign, wave, who)
    from_log = evidence.search_log(log, uncertain) if log and uncertain else {}
    from_mailbox = (
        evidence.search_mailbox(imap_settings(campaign), uncertain, campaign.now()) if search and uncertain else {}
    )
    return SettlingPlan(uncertain, heaviest((*from_mailbox.values(), *from_log.values())))


def settle(campaign: Campaign, plan: SettlingPlan) -> tuple[str, ...]:
    """Settle what the evidence proves. Returns the addressees' keys, but for mails that are uncertain no longer."""
    return tuple(settlement.delivery.addressee for settlement in plan.settlements if _settle(campaign, settlement))


def plan_settling_by_word(
    campaign: Campaign, wave: str, who: str, state: DeliveryState, reason: str, by: str
) -> Settlement:
    """What a person says of one mail: how it ended, how that is known (`reason`), and who says so (`by`).

    Raises UsageError for an empty reason, an unknown wave or addressee, Refused where the mail cannot become that.
    """
    if not reason.strip():
        raise UsageError("the evidence is empty", fix="--evidence: say how you know, in a few words")
    delivery = find_delivery(find_wave(campaign, wave), who)
    if not may_settle(delivery.state, state):
        raise Refused(f"{delivery.name}: is {_in_words(delivery.state)}, cannot become {state}")
    return Settlement(delivery, state, f"settled on the word of {by}: {reason.strip()}")


def settle_by_word(campaign: Campaign, settlement: Settlement) -> None:
    """Settle one mail. Raises Refused when it has changed since the settlement was planned."""
    if not _settle(campaign, settlement):
        raise Refused(f"{settlement.delivery.name}: changed just now", fix="campaign send log")


def _settle(campaign: Campaign, settlement: Settlement) -> bool:
    delivery, state = settlement.delivery, settlement.state
    return campaign.store.write(
        settlement_store.settle, delivery.id, delivery.state, state, settlement.reason, campaign.now()
    )


def _uncertain(campaign: Campaign, wave: str, who: str | None) -> tuple[Delivery, ...]:
    plan = find_wave(campaign, wave)
    if who is None:
        return tuple(plan.deliveries(DeliveryState.UNCERTAIN))
    delivery = find_delivery(plan, who)
    if delivery.state is not DeliveryState.UNCERTAIN:
        raise Refused(f"{delivery.name}: is {_in_words(delivery.state)}, nothing is uncertain")
    return (delivery,)


def _in_words(state: DeliveryState) -> str:
    return f"{state} ({MEANINGS[state]})"
