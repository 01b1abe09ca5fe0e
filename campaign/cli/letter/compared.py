"""Comparisons as the commands show them: a summary of what changed, and the redline with its changes marked."""

import os
import re

import click

from campaign.cli.context import Context
from campaign.core.check.changes import Changed, Comparison
from campaign.core.languages.in_english import count_of
from campaign.core.letters.excerpt import after, before, changed_runs, only_changed
from campaign.core.letters.tree import Document
from campaign.core.render.text import plain_text

# The plain text of a letter marks changes so.
_MARKED = re.compile(r"\[-(?P<old>.*?)-\]|\[\+(?P<new>.*?)\+\]", re.DOTALL)


def summary(comparison: Comparison) -> list[str]:
    """A line a language: what changed in it."""
    return [
        *(f"{each.language}: {_extent(each)}" for each in comparison.changed),
        *(f"{language}: new" for language in comparison.added),
        *(f"{language}: gone" for language in comparison.removed),
        *(f"{language}: unchanged" for language in comparison.unchanged),
    ]


def show_redlines(context: Context, comparison: Comparison, *, everything: bool) -> None:
    """The redline of each language that changed."""
    for change in comparison.changed:
        context.out.say(f"\n[{change.language}]\n")
        show_redline(context, change.redline, change.language, everything=everything)


def show_redline(context: Context, redline: Document, language: str, *, everything: bool) -> None:
    """A redline as text, `[-gone-]{+new+}`, in colour on a terminal; without `everything`, only what changed."""
    text = plain_text(redline if everything else only_changed(redline), language)
    for part in filter(None, (text.body, text.notes, text.links)):
        context.out.say(_marked(part) + "\n")


def payload(comparison: Comparison) -> dict[str, object]:
    """A comparison for programs."""
    return {
        "added": comparison.added,
        "removed": comparison.removed,
        "unchanged": comparison.unchanged,
        "changed": [
            {
                "language": each.language,
                "paragraphs": each.paragraphs,
                "words_deleted": each.deleted,
                "words_inserted": each.inserted,
                "touched": each.touched,
                "changes": [{"before": before(run), "after": after(run)} for run in changed_runs(each.redline)],
            }
            for each in comparison.changed
        ],
    }


def _extent(changed: Changed) -> str:
    touched = f"; it touches {', '.join(changed.touched)}" if changed.touched else ""
    paragraphs, gone = count_of(changed.paragraphs, "paragraph"), count_of(changed.deleted, "word")
    return f"{paragraphs} changed, {gone} gone, {changed.inserted} new{touched}"


def _marked(text: str) -> str:
    coloured = not os.environ.get("NO_COLOR")
    return _MARKED.sub(lambda found: _mark(found, coloured=coloured), text)


def _mark(found: re.Match[str], *, coloured: bool) -> str:
    gone = found["old"] is not None
    text = f"[-{found['old']}-]" if gone else f"{{+{found['new']}+}}"
    if not coloured:
        return text
    # Each line on its own, so that a pager that cuts lines cuts no colour open.
    return "\n".join(click.style(line, fg="red" if gone else "green") for line in text.split("\n"))
