"""Reads variables from `.env` and the environment, which overrides it. os.environ is never changed."""

import difflib
import io
from collections.abc import Mapping
from dataclasses import dataclass

from dotenv.parser import parse_stream

from campaign.core.settings import KEYS
from campaign.errors import Problem

ENV_FILE = ".env"
_PREFIX = "CAMPAIGN_"
_KNOWN = tuple(key.variable.name for key in KEYS.values() if key.variable)


@dataclass(frozen=True, slots=True)
class VariableText:
    """The text of a variable, and where it is written."""

    text: str
    path: str
    """The file, or "environment"."""
    line: int | None
    """None for the environment."""


def read_variables(dotenv: str, environ: Mapping[str, str]) -> tuple[dict[str, VariableText], tuple[Problem, ...]]:
    """The variables of this program that are not empty, by name, and the problems in the text of `.env`.

    Values are not expanded, so a password can contain `$`.
    """
    variables: dict[str, VariableText] = {}
    problems: list[Problem] = []
    for binding in parse_stream(io.StringIO(dotenv)):
        line = binding.original.line + _blank_lines(binding.original.string)
        if binding.error:
            problems.append(Problem(ENV_FILE, line, "this line cannot be read", "write NAME=value"))
        elif binding.key in _KNOWN:
            variables[binding.key] = VariableText(binding.value or "", ENV_FILE, line)
        elif binding.key and binding.key.startswith(_PREFIX):
            problems.append(_unknown_variable(binding.key, line))
    variables |= {name: VariableText(environ[name], "environment", None) for name in _KNOWN if environ.get(name)}
    return {name: variable for name, variable in variables.items() if variable.text}, tuple(problems)


def _unknown_variable(name: str, line: int) -> Problem:
    near = difflib.get_close_matches(name.removeprefix(_PREFIX), [known.removeprefix(_PREFIX) for known in _KNOWN], 1)
    fix = f"did you mean {_PREFIX}{near[0]}?" if near else f"known variables: {', '.join(_KNOWN)}"
    return Problem(ENV_FILE, line, f"unknown variable {name}", fix)


def _blank_lines(text: str) -> int:
    """The number of blank lines above a binding, which python-dotenv includes in it."""
    return text[: len(text) - len(text.lstrip())].count("\n")
