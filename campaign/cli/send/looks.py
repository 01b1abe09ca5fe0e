"""How the mails of a wave look, said to people."""

from dataclasses import asdict

from campaign.cli.context import Context
from campaign.cli.send.common import mail_count
from campaign.core.delivery.similarity import MIN_SHARED_WORDS
from campaign.core.delivery.spam import SpamScore, describe_score
from campaign.services.waves.deliverability import Deliverability


def show_looks(context: Context, looks: Deliverability) -> dict[str, object]:
    """Say how alike the mails are and how large, what a spam filter says, and what not every server takes; the same for
    programs."""
    like, size, spam = looks.likeness, looks.size, looks.spam
    if looks.number:
        of = mail_count(like.compared) if like.compared == looks.number else f"the first {mail_count(like.compared)}"
        nearly = f"in more than {MIN_SHARED_WORDS:.0%} of the words: {like.alike}"
        context.out.say(f"alike: of {of}, word for word: {like.same}, {nearly}")
        pdf = ", with its letter as PDF" if context.campaign.settings.sending.attach_pdf else ""
        largest, mean = size.largest / 1000, size.mean / 1000
        context.out.say(f"size: up to {largest:.0f} kB a mail, in the mean {mean:.0f} kB{pdf}")
    if isinstance(spam, SpamScore):
        for line in describe_score(spam):
            context.out.say(line)
    elif spam:
        context.out.say(f"spam: not checked, {spam}; sudo apt-get install rspamd brings one")
    for sentence in looks.remarks:
        context.out.remark(sentence)
    return {
        "alike": asdict(like),
        "size": asdict(size),
        "spam": asdict(spam) if isinstance(spam, SpamScore) else None,
        "remarks": looks.remarks,
    }
