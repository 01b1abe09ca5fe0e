"""What must hold before mails that ask somebody to sign are made: those of earlier have gone, and new ones may go."""

from campaign.adapters.store.ledger import mailings
from campaign.core.delivery.permission import permission
from campaign.core.delivery.records import Post
from campaign.core.delivery.rules import rules_for
from campaign.core.languages.in_english import count_of
from campaign.errors import Refused
from campaign.services.campaign import Campaign


def need_none_waiting(campaign: Campaign, kind: Post) -> None:
    """Raise Refused while mails of the kind wait: they come first."""
    for left in campaign.store.read(mailings.left, campaign.letter, kind):
        number = count_of(left.number, "mail")
        raise Refused(
            f"wave {left.wave}: {number} of earlier wait to go",
            hint=f"campaign send resume --wave {left.wave}, or campaign send cancel --wave {left.wave}",
        )


def need_may_go(campaign: Campaign, kind: Post) -> None:
    """Raise Refused, before anybody is asked for a number, where no mail of the kind may go now."""
    rules = rules_for(campaign.settings, kind)
    allowed = permission(campaign.now(), rules, rules.zone)
    if not allowed.now:
        raise Refused(f"nothing may go now: {allowed.why}", hint="change the deadlines in campaign.toml")
