"""Mails of which nobody knows whether they arrived, settled by evidence, or by a person's word, which is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.store.ledger import settling
from campaign.core.delivery.evidence import Evidence, heaviest
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import MEANING, State, may_settle
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
    state: State
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

    def found(self, delivery: Delivery) -> Evidence | None:
        """What was found of a mail."""
        return self.evidence.get(delivery.message_id)

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """What the evidence proves. The other mails need a person's word."""
        found = ((delivery, self.found(delivery)) for delivery in self.uncertain)
        return tuple(
            Settlement(delivery, find.state, f"settled by {find.source}: {find.text}")
            for delivery, find in found
            if find and find.state
        )


def plan_settling(campaign: Campaign, wave: str, who: str | None, log: Path | None, *, search: bool) -> SettlingPlan:
    """Look for evidence of a wave's uncertain mails: in a mail server's `log` ("-" is standard input), and with
    `search` in the mailbox of [imap] and the folders in which it keeps sent mails. `who` names one mail.

    Raises UsageError for an unknown wave or addressee, Refused where the mail is not uncertain or no mailbox is set,
    FolderError and MailboxError where the log or the mailbox cannot be read.
    """
    uncertain = _uncertain(campaign, wave, who)
    in_log = evidence.in_log(log, uncertain) if log and uncertain else {}
    in_mailbox = evidence.in_mailbox(imap_settings(campaign), uncertain, campaign.now()) if search and uncertain else {}
    return SettlingPlan(uncertain, heaviest((*in_mailbox.values(), *in_log.values())))


def settle(campaign: Campaign, plan: SettlingPlan) -> tuple[str, ...]:
    """Settle what the evidence proves. Returns the addressees' keys, but for mails that are uncertain no longer."""
    return tuple(each.delivery.addressee for each in plan.settlements if _settle(campaign, each))


def plan_settling_by_word(campaign: Campaign, wave: str, who: str, state: State, reason: str, by: str) -> Settlement:
    """What a person says of one mail: how it ended, how that is known (`reason`), and who says so (`by`).

    Raises UsageError for an empty reason, an unknown wave or addressee, Refused where the mail cannot become that.
    """
    if not reason.strip():
        raise UsageError("the evidence is empty", hint="--evidence: say how you know, in a few words")
    delivery = find_delivery(find_wave(campaign, wave), who)
    if not may_settle(delivery.state, state):
        raise Refused(f"{delivery.name}: is {_in_words(delivery.state)}, cannot become {state}")
    return Settlement(delivery, state, f"settled on the word of {by}: {reason.strip()}")


def settle_by_word(campaign: Campaign, settlement: Settlement) -> None:
    """Settle one mail. Raises Refused when it has changed since the settlement was planned."""
    if not _settle(campaign, settlement):
        raise Refused(f"{settlement.delivery.name}: changed just now", hint="campaign send log")


def _settle(campaign: Campaign, settlement: Settlement) -> bool:
    delivery, state = settlement.delivery, settlement.state
    return campaign.store.write(settling.settle, delivery.id, delivery.state, state, settlement.reason, campaign.now())


def _uncertain(campaign: Campaign, wave: str, who: str | None) -> tuple[Delivery, ...]:
    plan = find_wave(campaign, wave)
    if who is None:
        return tuple(plan.mails(State.UNCERTAIN))
    delivery = find_delivery(plan, who)
    if delivery.state is not State.UNCERTAIN:
        raise Refused(f"{delivery.name}: is {_in_words(delivery.state)}, nothing is uncertain")
    return (delivery,)


def _in_words(state: State) -> str:
    return f"{state} ({MEANING[state]})"
