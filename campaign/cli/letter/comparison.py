"""Print comparisons: a summary of what changed, and the redline with its changes marked."""

import os
import re

import click

from campaign.cli.context import Context
from campaign.core.check.changes import Comparison, LanguageChange
from campaign.core.languages.in_english import count_of
from campaign.core.letters.redline_changes import changed_runs, cut_to_changes, words_after, words_before
from campaign.core.letters.tree import Document
from campaign.core.render.text import plain_text

# Changes as `plain_text` marks them.
_CHANGE = re.compile(r"\[-(?P<old>(?:(?!\[-|-\]).)*)-\]|\[\+(?P<new>(?:(?!\[\+|\+\]).)*)\+\]", re.DOTALL)


def summary(comparison: Comparison) -> list[str]:
    """One line per language: what changed in it."""
    return [
        *(line for change in comparison.changed for line in (f"{change.language}: {_extent(change)}", *_moves(change))),
        *(f"{language}: new" for language in comparison.added),
        *(f"{language}: removed" for language in comparison.removed),
        *(f"{language}: unchanged" for language in comparison.unchanged),
    ]


def show_redlines(context: Context, comparison: Comparison, *, everything: bool) -> None:
    """Print the redline of every language that changed."""
    for change in comparison.changed:
        context.out.say(f"\n[{change.language}]\n")
        show_redline(context, change.redline, change.language, everything=everything)


def show_redline(context: Context, redline: Document, language: str, *, everything: bool) -> None:
    """Print a redline as `[-removed-]{+added+}`, in colour on a terminal. Without `everything`, only what changed."""
    text = plain_text(redline if everything else cut_to_changes(redline), language)
    for part in filter(None, (text.body, text.notes, text.links)):
        context.out.say(_highlight_changes(part) + "\n")


def payload(comparison: Comparison) -> dict[str, object]:
    """A comparison as JSON data."""
    return {
        "added": comparison.added,
        "removed": comparison.removed,
        "unchanged": comparison.unchanged,
        "changed": [
            {
                "language": change.language,
                "paragraphs": change.paragraphs,
                "words_deleted": change.deleted,
                "words_inserted": change.inserted,
                "touched": change.weighty_parts,
                "moved": change.rearrangement.moved,
                "split": change.rearrangement.split,
                "joined": change.rearrangement.joined,
                "changes": [
                    {"before": words_before(run), "after": words_after(run)} for run in changed_runs(change.redline)
                ],
            }
            for change in comparison.changed
        ],
    }


def _extent(changed: LanguageChange) -> str:
    touched = f"; it touches {', '.join(changed.weighty_parts)}" if changed.weighty_parts else ""
    paragraphs, deleted = count_of(changed.paragraphs, "paragraph"), count_of(changed.deleted, "word")
    return f"{paragraphs} changed, {deleted} gone, {changed.inserted} new{touched}"


def _moves(changed: LanguageChange) -> list[str]:
    """One line per paragraph that was moved, split or joined, with its first words."""
    moves = changed.rearrangement
    kinds = (("moved", moves.moved), ("split", moves.split), ("joined", moves.joined))
    return [f"{changed.language}: {kind}: “{words}”" for kind, passages in kinds for words in passages]


def _highlight_changes(text: str) -> str:
    coloured = not os.environ.get("NO_COLOR")
    return _CHANGE.sub(lambda match: _highlight(match, coloured=coloured), text)


def _highlight(match: re.Match[str], *, coloured: bool) -> str:
    is_deletion = match["old"] is not None
    text = f"[-{match['old']}-]" if is_deletion else f"{{+{match['new']}+}}"
    if not coloured:
        return text
    # Colour every line by itself: a pager that cuts lines would lose the end of a colour.
    return "\n".join(click.style(line, fg="red" if is_deletion else "green") for line in text.split("\n"))
