"""Remarks of one kind on one line."""

from collections.abc import Iterable

from campaign.errors import Problem

_FEW = 3


def alike_lines(problems: Iterable[Problem]) -> list[str]:
    """A line for each problem. More than three in one file with the same fix are one line, with their number and lines.

    The line stands where the first of them would.
    """
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.path, problem.fix), []).append(problem)
    return [line for kind in kinds.values() for line in _lines(kind)]


def _lines(kind: list[Problem]) -> list[str]:
    first, *others = kind
    if len(kind) <= _FEW or not first.fix:
        return [str(problem) for problem in kind]
    numbers = ", ".join(dict.fromkeys(str(problem.line) for problem in others if problem.line))
    where = f"; lines {numbers}" if "," in numbers else f"; line {numbers}" if numbers else ""
    return [f"{first} ({len(others)} more like this{where})"]
