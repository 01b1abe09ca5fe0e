"""`campaign doctor`: is everything there that a campaign needs?"""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.errors import Problem, ProblemsFound

if TYPE_CHECKING:  # heavy: imported inside the command
    from campaign.doctor import Finding

_WORDS = {"ok": "ok", "warning": "warn", "problem": "FAIL", "skipped": "-"}


@click.command()
@pass_campaign
def doctor(campaign: Context) -> None:
    """Check settings, mail login, the sender's domain, clock and files. Exit code 4 when something must be mended."""
    from campaign.doctor import Dns, State, examine

    findings = examine(campaign.folder, Dns(), campaign.now())
    campaign.out.data([asdict(finding) for finding in findings])
    for line in lines(findings):
        campaign.out.say(line)
    wrong = [finding for finding in findings if finding.state is State.PROBLEM]
    if wrong:
        count = "1 problem" if len(wrong) == 1 else f"{len(wrong)} problems"
        # With --quiet the lines above were not shown, and the problems must be.
        hidden = [Problem(each.name, None, each.text, each.mend) for each in wrong] if campaign.out.quiet else []
        raise ProblemsFound(f"{count} found", hint="mend what is marked FAIL, then run it again", problems=hidden)
    campaign.out.say("no problems found")


def lines(findings: "list[Finding]") -> list[str]:
    """A line a finding, its mend below it; words say what colour would."""
    width = max(len(finding.name) for finding in findings)
    shown: list[str] = []
    for finding in findings:
        shown.append(f"{_WORDS[finding.state]:<4}  {finding.name:<{width}}  {finding.text}")
        if finding.mend:
            shown.append(f"{'':<4}  {'':<{width}}  -> {finding.mend}")
    return shown
