"""By which rules mails to signatories go: their own pace and deadline, at any hour, whatever holds the letter back."""

import datetime as dt
from dataclasses import replace

from campaign.core.delivery.records import Post
from campaign.core.settings import END_OF_DAY, Settings

# Answers to what a signer did go for as long as the campaign is kept.
_KEPT = dt.timedelta(days=366)


def under(settings: Settings, post: Post) -> Settings:
    """The settings as a mailer of these mails reads them. Those of the letter's waves are returned as they are."""
    if post is Post.LETTER:
        return settings
    asking = post is not Post.NOTICE
    deadline_at = settings.signing_closes_at if asking else settings.campaign.vote_at + _KEPT
    sending = replace(
        settings.sending,
        not_before_at=None,
        window_start=dt.time(),
        window_end=END_OF_DAY,
        weekdays=tuple(range(7)),
        per_minute=settings.inviting.per_minute,
        by_addressee=False,
        holidays=False,
        per_hour=None,
        per_day=None,
        per_day_by_domain=(),
    )
    return replace(settings, sending=sending, campaign=replace(settings.campaign, deadline_at=deadline_at))
