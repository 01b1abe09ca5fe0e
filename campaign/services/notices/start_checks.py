"""Checks before invitations or reminders are queued: earlier ones are sent, and new ones may be sent now."""

from campaign.adapters.store.ledger import signer_mailings
from campaign.core.delivery.permission import permission_at
from campaign.core.delivery.records import MailingKind
from campaign.core.delivery.rules import rules_for
from campaign.core.languages.in_english import count_of
from campaign.errors import Refused
from campaign.services.campaign import Campaign


def need_none_waiting(campaign: Campaign, kind: MailingKind) -> None:
    """Raise Refused if earlier emails of this kind still wait to be sent."""
    for waiting in campaign.store.read(signer_mailings.waiting_waves, campaign.letter, kind):
        number = count_of(waiting.number, "email")
        raise Refused(
            f"wave {waiting.wave}: {number} still to send",
            fix=f"campaign send resume --wave {waiting.wave}, or campaign send cancel --wave {waiting.wave}",
        )


def need_may_go(campaign: Campaign, kind: MailingKind) -> None:
    """Raise Refused if no email of this kind may be sent now."""
    rules = rules_for(campaign.settings, kind)
    permitted = permission_at(campaign.now(), rules, rules.zone)
    if not permitted.granted:
        raise Refused(f"no email may be sent now: {permitted.why}", fix="change the deadlines in campaign.toml")
