"""Secrets and the mail server from `.env` and the environment, which wins. os.environ is never changed."""

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
    """A variable's text as it was written: in which file and line (None: no file has it)."""

    text: str
    path: str
    line: int | None


def read_variables(dotenv: str, environ: Mapping[str, str]) -> tuple[dict[str, VariableText], tuple[Problem, ...]]:
    """Our variables that say something, by name, and what is wrong in the text of `.env`.

    Nothing in a value is expanded: a password may hold `$`.
    """
    variables: dict[str, VariableText] = {}
    problems: list[Problem] = []
    for binding in parse_stream(io.StringIO(dotenv)):
        line = binding.original.line + _blank_lines(binding.original.string)
        if binding.error:
            problems.append(Problem(ENV_FILE, line, "this line is not understood", "write NAME=value"))
        elif binding.key in _KNOWN:
            variables[binding.key] = VariableText(binding.value or "", ENV_FILE, line)
        elif binding.key and binding.key.startswith(_PREFIX):
            problems.append(_unknown_variable(binding.key, line))
    variables |= {name: VariableText(environ[name], "environment", None) for name in _KNOWN if environ.get(name)}
    return {name: variable for name, variable in variables.items() if variable.text}, tuple(problems)


def _unknown_variable(name: str, line: int) -> Problem:
    near = difflib.get_close_matches(name.removeprefix(_PREFIX), [known.removeprefix(_PREFIX) for known in _KNOWN], 1)
    fix = f"did you mean {_PREFIX}{near[0]}?" if near else f"known ones: {', '.join(_KNOWN)}"
    return Problem(ENV_FILE, line, f"unknown variable {name}", fix)


def _blank_lines(text: str) -> int:
    """python-dotenv counts the blank lines above a binding into it."""
    return text[: len(text) - len(text.lstrip())].count("\n")
