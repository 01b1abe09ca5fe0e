"""The regular expressions of the package mean the same in every Python that we support."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]  # private: nothing public parses a pattern
from re import _parser as parser  # type: ignore[attr-defined]  # private: nothing public parses a pattern

import campaign


def patterns() -> Iterator[tuple[str, re.Pattern]]:
    """Every compiled pattern that a module of the package has at its top, with its name."""
    for module in pkgutil.walk_packages(campaign.__path__, "campaign."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            values = (
                value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else [value]
            )
            for pattern in values:
                if isinstance(pattern, re.Pattern):
                    yield f"{module.name}.{name}", pattern


def possessive_groups(part) -> bool:
    """Whether a parsed pattern repeats more than a single character possessively: `(?:a|bc)*+`, but not `a*+`."""
    for code, argument in part:
        if code is codes.POSSESSIVE_REPEAT:
            (item,) = argument[2] if len(argument[2]) == 1 else (None,)
            if item is None or item[0] not in (codes.IN, codes.LITERAL, codes.NOT_LITERAL, codes.ANY):
                return True
        if code is codes.ATOMIC_GROUP:
            return True
        stack = [argument]
        while stack:
            inner = stack.pop()
            if isinstance(inner, parser.SubPattern):
                if possessive_groups(inner):
                    return True
            elif isinstance(inner, tuple | list):
                stack.extend(inner)
    return False


def test_no_group_is_repeated_possessively():
    """Python 3.11.0 to 3.11.4, Debian 12's among them, match a possessively repeated group wrongly (gh-106052)."""
    flags = re.compile("").flags
    assert {
        name for name, pattern in patterns() if possessive_groups(parser.parse(pattern.pattern, pattern.flags & ~flags))
    } == set()


def test_the_check_sees_such_a_group():
    """The check finds what it looks for, also within other groups, and leaves single characters alone."""
    verdicts = {
        p: possessive_groups(parser.parse(p)) for p in (r"(?:a|bc)*+", r"x(?=(?:\(a\))?+)", r"(?>ab?)", r"[ab]*+a++.?+")
    }
    assert verdicts == {r"(?:a|bc)*+": True, r"x(?=(?:\(a\))?+)": True, r"(?>ab?)": True, r"[ab]*+a++.?+": False}
