"""The score that the spam filter rspamd gives a message, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

_MAX_RULES = 5
_MAX_CHARACTERS = 100
_ACTIONS = {
    "no action": "let it pass",
    "greylist": "ask the sender to try again once",
    "soft reject": "ask the sender to try again",
    "rewrite subject": "mark it as spam",
    "add header": "mark it as spam",
    "reject": "refuse it",
}
_HARMLESS = ("no action", "greylist")


@dataclass(frozen=True, slots=True)
class SpamRule:
    """A rule of the filter that added points."""

    name: str
    """Its name in rspamd, such as "R_SPF_FAIL"."""
    points: float
    description: str
    """What it checks, in rspamd's words; "" when rspamd gives none."""


@dataclass(frozen=True, slots=True)
class SpamScore:
    """The filter's opinion of a message."""

    points: float
    """The sum of the points; more is worse."""
    reject_score: float
    """From this number of points on, the filter refuses a message."""
    action: str
    """What the filter would do, in rspamd's own terms, such as "add header"."""
    symbols: tuple[SpamRule, ...] = ()
    """The rules that added most points, the highest first; at most five."""

    @property
    def action_in_words(self) -> str:
        """What the filter would do, in words."""
        return _ACTIONS.get(self.action, _one_line(self.action))


def read_score(answer: object) -> SpamScore:
    """Read the JSON that rspamd's /checkv2 returns. Raises ValueError for anything else."""
    match answer:
        case {
            "score": int() | float() as points,
            "required_score": int() | float() as reject_score,
            "action": str() as action,
            **rest,
        }:
            values = rest.get("symbols")
            rules = map(_read_rule, values.values()) if isinstance(values, Mapping) else ()
            costly = sorted((rule for rule in rules if rule.points > 0), key=lambda rule: (-rule.points, rule.name))
            return SpamScore(float(points), float(reject_score), action, tuple(costly[:_MAX_RULES]))
    raise ValueError("not an answer from rspamd")


def describe_score(score: SpamScore) -> tuple[str, ...]:
    """The score of a wave's first message in words: a line for the score, then a line for each rule."""
    points = f"{score.points:.1f} points and refuses from {score.reject_score:.1f}"
    head = f"spam: rspamd gives the first email {points}; it would {score.action_in_words}"
    return (
        head,
        *(f"  {rule.points:4.1f}  {rule.description or 'no description'} ({rule.name})" for rule in score.symbols),
    )


def remarks(score: SpamScore) -> tuple[str, ...]:
    """What a person should consider before the wave is sent; at most one sentence."""
    if score.action in _HARMLESS:
        return ()
    return (f"rspamd would {score.action_in_words}; change what adds most points, or check rspamd's settings",)


def _read_rule(value: object) -> SpamRule:
    match value:
        case {"name": str() as name, "score": int() | float() as points, **rest}:
            description = rest.get("description")
            return SpamRule(
                _one_line(name), float(points), _one_line(description) if isinstance(description, str) else ""
            )
    raise ValueError("not a rule of rspamd")


def _one_line(text: str) -> str:
    """Text from outside as one short line without control characters."""
    return "".join(character if character.isprintable() else " " for character in text)[:_MAX_CHARACTERS].strip()
