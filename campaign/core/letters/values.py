"""The values of a front matter: text, days, choices."""

import datetime as dt
import difflib
from collections.abc import Callable, Collection
from typing import TypeVar

from campaign.core.letters.front import FrontMatter
from campaign.errors import Problem

T = TypeVar("T")


class Values:
    """Front matter as typed values; what does not fit is named in `problems`, and its default taken.

    `known` are the keys that may stand there.
    """

    def __init__(self, matter: FrontMatter, path: str, known: Collection[str]) -> None:
        self.fields = matter.fields
        self.path = path
        self.problems: list[Problem] = [self.unknown(key, known) for key in matter.fields if key not in known]

    def unknown(self, key: str, known: Collection[str]) -> Problem:
        near = difflib.get_close_matches(key, known, 1)
        mend = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(known)}"
        return Problem(self.path, self.fields[key].line, f"unknown key {key}", mend)

    def text(self, key: str) -> str:
        return " ".join(self.fields[key].value.split()) if key in self.fields else ""

    def parsed(self, key: str, default: T, parse: Callable[[str], T], mend: str) -> T:
        text = self.text(key)
        if not text:
            return default
        try:
            return parse(text)
        except ValueError:
            self.problems.append(Problem(self.path, self.fields[key].line, f"{key} is not understood: {text}", mend))
            return default

    def day(self, key: str) -> dt.date | None:
        return self.parsed(key, None, dt.date.fromisoformat, "write it as YYYY-MM-DD, for instance 2027-04-26")

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        def chosen(text: str) -> str:
            return choices[choices.index(text.lower())]

        return self.parsed(key, choices[0], chosen, f"write {' or '.join(choices)}")

    def pairs(self, key: str) -> dict[str, str]:
        if key not in self.fields:
            return {}
        pairs: dict[str, str] = {}
        for line in self.fields[key].value.splitlines():
            label, _, source = line.partition(":")
            pairs[label.strip().removeprefix("[^").removesuffix("]")] = source.strip()
        return pairs
