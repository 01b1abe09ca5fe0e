"""What a spam filter makes of a mail: the answer of rspamd, read and put into words."""

from collections.abc import Mapping
from dataclasses import dataclass

_MOST_SHOWN = 5
_MOST_CHARACTERS = 100
_DEEDS = {
    "no action": "let it pass",
    "greylist": "ask the sender to come again, once",
    "soft reject": "ask the sender to come again",
    "rewrite subject": "mark it as spam",
    "add header": "mark it as spam",
    "reject": "refuse it",
}
_HARMLESS = ("no action", "greylist")


@dataclass(frozen=True, slots=True)
class Symbol:
    """One rule that took points: its name, how many, and what it looks at."""

    name: str
    points: float
    means: str


@dataclass(frozen=True, slots=True)
class Score:
    """Points of a mail, how many are refused, what the filter would do, and what cost most, the dearest first."""

    points: float
    refused_at: float
    action: str
    symbols: tuple[Symbol, ...] = ()

    @property
    def deed(self) -> str:
        """What the filter would do, in words."""
        return _DEEDS.get(self.action, _one_line(self.action))


def read_score(answer: object) -> Score:
    """The score in the JSON of rspamd's /checkv2. Raises ValueError for anything else."""
    match answer:
        case {
            "score": int() | float() as points,
            "required_score": int() | float() as most,
            "action": str() as action,
            **rest,
        }:
            found = rest.get("symbols")
            symbols = map(_symbol, found.values()) if isinstance(found, Mapping) else ()
            dear = sorted((each for each in symbols if each.points > 0), key=lambda each: (-each.points, each.name))
            return Score(float(points), float(most), action, tuple(dear[:_MOST_SHOWN]))
    raise ValueError("this is no answer of rspamd")


def lines(score: Score) -> tuple[str, ...]:
    """A line for the score of a wave's first mail, and one for each rule that cost most."""
    points = f"{score.points:.1f} points, refuses from {score.refused_at:.1f}"
    head = f"spam: rspamd gives the first mail {points}; it would {score.deed}"
    return (head, *(f"  {each.points:4.1f}  {each.means or 'no words for it'} ({each.name})" for each in score.symbols))


def remarks(score: Score) -> tuple[str, ...]:
    """What a person should think about before the wave goes, at most one sentence."""
    if score.action in _HARMLESS:
        return ()
    return (f"rspamd would {score.deed}: change what costs most before the wave goes, or look at how it is set",)


def _symbol(found: object) -> Symbol:
    match found:
        case {"name": str() as name, "score": int() | float() as points, **rest}:
            means = rest.get("description")
            return Symbol(_one_line(name), float(points), _one_line(means) if isinstance(means, str) else "")
    raise ValueError("this is no rule of rspamd")


def _one_line(text: str) -> str:
    """Words from outside as one short line without control characters."""
    return "".join(each if each.isprintable() else " " for each in text)[:_MOST_CHARACTERS].strip()
