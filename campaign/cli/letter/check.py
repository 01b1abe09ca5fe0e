"""`campaign letter check`: every text of a letter against the rules."""

from dataclasses import asdict

import click

from campaign.cli.context import Context, pass_campaign
from campaign.errors import ProblemsFound
from campaign.services.letters import check as service
from campaign.services.letters.check import LetterCheck


@click.command("check")
@click.option("--letter", "name", metavar="NAME", default="", help="The letter, if there are several.")
@pass_campaign
def check(context: Context, name: str) -> None:
    """Name what must be mended before the letter goes, as path:line: what; what to do.

    Ends with exit code 4 when there are problems. Hints are worth a look and change nothing.
    """
    result = service.check(context.campaign, name)
    context.out.problems(result.problems)
    for warning in result.warnings:
        context.out.remark(f"hint: {warning}")
    context.out.data(_payload(result))
    if result.problems:
        raise ProblemsFound(_summary(result), fix="mend them and check again: campaign letter check")
    context.out.say(_summary(result))


def _summary(result: LetterCheck) -> str:
    texts = "; ".join(
        f"{path}: {_count(text.words, 'word')}, {_count(text.notes, 'note')}" for path, text in result.texts.items()
    )
    return f"{texts}; {_count(len(result.problems), 'problem')}, {_count(len(result.warnings), 'hint')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s") if number else f"no {noun}"


def _payload(result: LetterCheck) -> dict[str, object]:
    return {
        "letter": result.letter,
        "texts": [{"path": path, "words": text.words, "notes": text.notes} for path, text in result.texts.items()],
        "problems": [asdict(problem) for problem in result.problems],
        "hints": [asdict(warning) for warning in result.warnings],
    }
