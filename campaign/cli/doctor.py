"""`campaign doctor`: is everything there that a campaign needs?"""

from dataclasses import asdict

import click

from campaign.cli.context import Context, pass_campaign
from campaign.core.languages.in_english import count_of
from campaign.errors import Problem, ProblemsFound
from campaign.services.doctor import CheckResult, CheckStatus, examine
from campaign.services.setup.signing_key import make_signing_key

_WORDS = {"ok": "ok", "warning": "warn", "problem": "FAIL", "skipped": "-"}


@click.command()
@click.option("--make-dkim", is_flag=True, help="Make the key that mails are signed with, and say what to publish.")
@pass_campaign
def doctor(context: Context, *, make_dkim: bool) -> None:
    """Check settings, mail login, the sender's domain, clock and files. Exit code 4 when something must be mended."""
    if make_dkim:
        _make_dkim(context)
        return
    findings = examine(context.campaign)
    context.out.data([asdict(finding) for finding in findings])
    for line in lines(findings):
        context.out.say(line)
    wrong = [finding for finding in findings if finding.status is CheckStatus.PROBLEM]
    if wrong:
        count = count_of(len(wrong), "problem")
        # With --quiet the lines above were not shown, and the problems must be.
        hidden = (
            [Problem(finding.name, None, finding.text, finding.fix) for finding in wrong] if context.out.quiet else []
        )
        raise ProblemsFound(f"{count} found", fix="mend what is marked FAIL, then run it again", problems=hidden)
    context.out.say("no problems found")


def _make_dkim(context: Context) -> None:
    key = make_signing_key(context.campaign)
    context.out.say(f"{key.path}: the key; only you can read it. Keep it out of mails and repositories.")
    context.out.say(f"\nPublish this at {key.name}, as a TXT record:\n\n{key.record}\n")
    context.out.say(f"or, in a zone's file:\n\n{key.zone_line}\n")
    context.out.say("Then write dkim_sign = true into [sender], and run campaign doctor: it compares the two.")
    context.out.data({"file": str(key.path), "name": key.name, "record": key.record})


def lines(findings: list[CheckResult]) -> list[str]:
    """A line a finding, its mend below it; words say what colour would."""
    width = max(len(finding.name) for finding in findings)
    texts: list[str] = []
    for finding in findings:
        texts.append(f"{_WORDS[finding.status]:<4}  {finding.name:<{width}}  {finding.text}")
        if finding.fix:
            texts.append(f"{'':<4}  {'':<{width}}  -> {finding.fix}")
    return texts
