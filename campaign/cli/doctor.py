"""`campaign doctor`: check that the campaign is ready to send."""

from dataclasses import asdict
from typing import BinaryIO

import click

from campaign.cli.context import Context, pass_folder
from campaign.core.languages.in_english import count_of
from campaign.errors import Problem, ProblemsFound
from campaign.services.doctor import CheckResult, CheckStatus, examine
from campaign.services.doctor.received_email import check_received
from campaign.services.setup.signing_key import make_signing_key

_MAX_BYTES = 20_000_000
_WORDS = {"ok": "ok", "warning": "warn", "problem": "FAIL", "skipped": "-"}


@click.command()
@click.option(
    "--make-dkim", is_flag=True, help="Create the DKIM key that signs the emails, and print the DNS record to publish."
)
@click.option(
    "--email",
    type=click.File("rb"),
    help="Check a test email instead, saved as it arrived (.eml): is its signature right, and does it count?",
)
@pass_folder
def doctor(context: Context, *, make_dkim: bool, email: BinaryIO | None) -> None:
    """Check settings, mail login, the sender's domain, the clock and files. Changes nothing.

    Ends with exit code 4 if it finds a problem.
    """
    if make_dkim:
        _make_dkim(context)
        return
    findings = check_received(context.campaign, email.read(_MAX_BYTES)) if email else examine(context.campaign)
    context.out.data([asdict(finding) for finding in findings])
    for line in lines(findings):
        context.out.say(line)
    wrong = [finding for finding in findings if finding.status is CheckStatus.PROBLEM]
    if wrong:
        count = count_of(len(wrong), "problem")
        # --quiet hides the lines above, but problems are always printed.
        hidden = (
            [Problem(finding.name, None, finding.text, finding.fix) for finding in wrong] if context.out.quiet else []
        )
        raise ProblemsFound(
            f"{count} found", fix="fix what is marked FAIL, then run campaign doctor again", problems=hidden
        )
    warnings = sum(finding.status is CheckStatus.WARNING for finding in findings)
    context.out.say("no problems found" + (f", {count_of(warnings, 'warning')}" if warnings else ""))


def _make_dkim(context: Context) -> None:
    key = make_signing_key(context.campaign)
    context.out.say(f"{key.path}: the private key. Only you can read it. Do not email it or commit it to a repository.")
    context.out.say(f"\nPublish this TXT record at {key.name}:\n\n{key.record}\n")
    context.out.say(f"Or, as a line of a zone file:\n\n{key.zone_line}\n")
    context.out.say(
        "Then set dkim_sign = true in [sender], and run campaign doctor to compare the key with the record."
    )
    context.out.data({"file": str(key.path), "name": key.name, "record": key.record})


def lines(findings: list[CheckResult]) -> list[str]:
    """One line per finding, with its fix on the line below."""
    width = max(len(finding.name) for finding in findings)
    texts: list[str] = []
    for finding in findings:
        texts.append(f"{_WORDS[finding.status]:<4}  {finding.name:<{width}}  {finding.text}")
        if finding.fix:
            texts.append(f"{'':<4}  {'':<{width}}  -> {finding.fix}")
    return texts
