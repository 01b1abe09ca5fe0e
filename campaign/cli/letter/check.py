"""`campaign letter check`: check every text of a letter."""

from dataclasses import asdict

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.remark_lines import alike_lines
from campaign.errors import ProblemsFound
from campaign.services.letters import check as service
from campaign.services.letters.check import LetterCheck


@click.command("check")
@pass_campaign
def check(context: Context) -> None:
    """List what must be fixed before the letter is sent, as "path:line: problem; fix".

    More than three of one kind are one line with their number; --json has each.
    Ends with exit code 4 if there are problems. Warnings do not prevent anything, but look at them.
    """
    result = service.check(context.campaign, context.campaign.letter_name)
    for line in alike_lines(result.problems):
        context.out.error(line)
    for line in alike_lines(result.warnings):
        context.out.remark(f"warning: {line}")
    context.out.data(_payload(result))
    if result.problems:
        raise ProblemsFound(_summary(result), fix="fix them, then run campaign letter check again")
    context.out.say(_summary(result))


def _summary(result: LetterCheck) -> str:
    texts = "; ".join(
        f"{path}: {_count(text.words, 'word')}, {_count(text.notes, 'footnote')}" for path, text in result.texts.items()
    )
    return f"{texts}; {_count(len(result.problems), 'problem')}, {_count(len(result.warnings), 'warning')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s") if number else f"no {noun}"


def _payload(result: LetterCheck) -> dict[str, object]:
    return {
        "letter": result.letter,
        "texts": [{"path": path, "words": text.words, "footnotes": text.notes} for path, text in result.texts.items()],
        "problems": [asdict(problem) for problem in result.problems],
        "warnings": [asdict(warning) for warning in result.warnings],
    }
