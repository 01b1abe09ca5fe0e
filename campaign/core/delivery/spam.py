"""What a spam filter makes of a mail: the answer of rspamd, read and put into words."""

from collections.abc import Mapping
from dataclasses import dataclass

_MAX_RULES = 5
_MAX_CHARACTERS = 100
_ACTIONS = {
    "no action": "let it pass",
    "greylist": "ask the sender to come again, once",
    "soft reject": "ask the sender to come again",
    "rewrite subject": "mark it as spam",
    "add header": "mark it as spam",
    "reject": "refuse it",
}
_HARMLESS = ("no action", "greylist")


@dataclass(frozen=True, slots=True)
class SpamRule:
    """One rule that took points: its name, how many, and what it looks at."""

    name: str
    points: float
    description: str


@dataclass(frozen=True, slots=True)
class SpamScore:
    """Points of a mail, how many are refused, what the filter would do, and what cost most, the dearest first."""

    points: float
    reject_score: float
    action: str
    symbols: tuple[SpamRule, ...] = ()

    @property
    def action_in_words(self) -> str:
        """What the filter would do, in words."""
        return _ACTIONS.get(self.action, _one_line(self.action))


def read_score(answer: object) -> SpamScore:
    """The score in the JSON of rspamd's /checkv2. Raises ValueError for anything else."""
    match answer:
        case {
            "score": int() | float() as points,
            "required_score": int() | float() as reject_score,
            "action": str() as action,
            **rest,
        }:
            values = rest.get("symbols")
            rules = map(_read_rule, values.values()) if isinstance(values, Mapping) else ()
            costly = sorted((rule for rule in rules if rule.points > 0), key=lambda each: (-each.points, each.name))
            return SpamScore(float(points), float(reject_score), action, tuple(costly[:_MAX_RULES]))
    raise ValueError("this is no answer of rspamd")


def describe_score(score: SpamScore) -> tuple[str, ...]:
    """A line for the score of a wave's first mail, and one for each rule that cost most."""
    points = f"{score.points:.1f} points, refuses from {score.reject_score:.1f}"
    head = f"spam: rspamd gives the first mail {points}; it would {score.action_in_words}"
    return (
        head,
        *(f"  {rule.points:4.1f}  {rule.description or 'no words for it'} ({rule.name})" for rule in score.symbols),
    )


def remarks(score: SpamScore) -> tuple[str, ...]:
    """What a person should think about before the wave goes, at most one sentence."""
    if score.action in _HARMLESS:
        return ()
    return (
        f"rspamd would {score.action_in_words}: change what costs most before the wave goes, or look at how it is set",
    )


def _read_rule(value: object) -> SpamRule:
    match value:
        case {"name": str() as name, "score": int() | float() as points, **rest}:
            description = rest.get("description")
            return SpamRule(
                _one_line(name), float(points), _one_line(description) if isinstance(description, str) else ""
            )
    raise ValueError("this is no rule of rspamd")


def _one_line(text: str) -> str:
    """Words from outside as one short line without control characters."""
    return "".join(character if character.isprintable() else " " for character in text)[:_MAX_CHARACTERS].strip()
