"""Print a review of a wave's emails: similarity, size and spam score."""

from dataclasses import asdict

from campaign.cli.context import Context
from campaign.core.delivery.message_similarity import MIN_SHARED_WORDS
from campaign.core.delivery.spam import SpamScore, describe_score
from campaign.core.languages.in_english import count_of
from campaign.services.waves.deliverability import Deliverability


def show_looks(context: Context, looks: Deliverability) -> dict[str, object]:
    """Print how similar and how large the emails are, their spam score, and warnings. Returns the same as JSON data."""
    like, size, spam = looks.likeness, looks.size, looks.spam
    if looks.number:
        of = (
            count_of(like.compared, "email")
            if like.compared == looks.number
            else f"the first {count_of(like.compared, 'email')}"
        )
        nearly = f"with more than {MIN_SHARED_WORDS:.0%} of the words in common: {like.alike}"
        context.out.say(f"similarity: of {of}, identical: {like.same}, {nearly}")
        pdf = ", with the letter attached as PDF" if context.campaign.settings.sending.attach_pdf else ""
        largest, mean = size.largest / 1000, size.mean / 1000
        context.out.say(f"size: up to {largest:.0f} kB per email, {mean:.0f} kB on average{pdf}")
    if isinstance(spam, SpamScore):
        for line in describe_score(spam):
            context.out.say(line)
    elif spam:
        context.out.say(f"spam: not checked, {spam}; to install rspamd: sudo apt-get install rspamd")
    for sentence in looks.remarks:
        context.out.remark(sentence)
    return {
        "similarity": asdict(like),
        "size": asdict(size),
        "spam": asdict(spam) if isinstance(spam, SpamScore) else None,
        "remarks": looks.remarks,
    }
