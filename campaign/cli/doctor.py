"""`campaign doctor`: is everything there that a campaign needs?"""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.errors import Problem, ProblemsFound, UsageError

if TYPE_CHECKING:  # heavy: imported inside the command
    from campaign.services.doctor import Finding

_WORDS = {"ok": "ok", "warning": "warn", "problem": "FAIL", "skipped": "-"}


@click.command()
@click.option("--make-dkim", is_flag=True, help="Make the key that mails are signed with, and say what to publish.")
@pass_campaign
def doctor(campaign: Context, *, make_dkim: bool) -> None:
    """Check settings, mail login, the sender's domain, clock and files. Exit code 4 when something must be mended."""
    if make_dkim:
        _make_dkim(campaign)
        return
    from campaign.services.doctor import Dns, State, examine

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


def _make_dkim(campaign: Context) -> None:
    from campaign.adapters.dkim import domain_of, key_path, make, name, record, zone_line

    selector = campaign.settings.dkim_selector
    if not selector:
        raise UsageError("no dkim_selector names the key", hint='write one into [sender]: dkim_selector = "mail2027"')
    domain, path = domain_of(campaign.settings), key_path(campaign.folder, selector)
    public = make(path).public
    campaign.out.say(f"{path}: the key; only you can read it. Keep it out of mails and repositories.")
    campaign.out.say(f"\nPublish this at {name(selector, domain)}, as a TXT record:\n\n{record(public)}\n")
    campaign.out.say(f"or, in a zone's file:\n\n{zone_line(selector, domain, public)}\n")
    campaign.out.say("Then write dkim_sign = true into [sender], and run campaign doctor: it compares the two.")
    campaign.out.data({"file": str(path), "name": name(selector, domain), "record": record(public)})


def lines(findings: "list[Finding]") -> list[str]:
    """A line a finding, its mend below it; words say what colour would."""
    width = max(len(finding.name) for finding in findings)
    shown: list[str] = []
    for finding in findings:
        shown.append(f"{_WORDS[finding.state]:<4}  {finding.name:<{width}}  {finding.text}")
        if finding.mend:
            shown.append(f"{'':<4}  {'':<{width}}  -> {finding.mend}")
    return shown
