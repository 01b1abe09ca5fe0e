"""What must hold before mails that ask somebody to sign are made: those of earlier have gone, and new ones may go."""

from campaign.adapters.store.ledger import signer_mailings
from campaign.core.delivery.permission import permission_at
from campaign.core.delivery.records import MailingKind
from campaign.core.delivery.rules import rules_for
from campaign.core.languages.in_english import count_of
from campaign.errors import Refused
from campaign.services.campaign import Campaign


def need_none_waiting(campaign: Campaign, kind: MailingKind) -> None:
    """Raise Refused while mails of the kind wait: they come first."""
    for waiting in campaign.store.read(signer_mailings.waiting_waves, campaign.letter, kind):
        number = count_of(waiting.number, "mail")
        raise Refused(
            f"wave {waiting.wave}: {number} of earlier wait to go",
            fix=f"campaign send resume --wave {waiting.wave}, or campaign send cancel --wave {waiting.wave}",
        )


def need_may_go(campaign: Campaign, kind: MailingKind) -> None:
    """Raise Refused, before anybody is asked for a number, where no mail of the kind may go now."""
    rules = rules_for(campaign.settings, kind)
    permitted = permission_at(campaign.now(), rules, rules.zone)
    if not permitted.granted:
        raise Refused(f"nothing may go now: {permitted.why}", fix="change the deadlines in campaign.toml")
