"""Which tests run where.

A test marked with a part that the machine lacks is skipped, with the command that installs the part. In CI nothing may
be missing: there such a test fails. Long runs, thorough tests and the installation of the wheel are asked for; the last
two always run in CI.
"""

import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# In CI each property is tried as often as the library likes; at home a quarter of that, so that the tests stay quick.
# A busy machine is no reason to fail, so no example has a time limit of its own.
settings.register_profile("ci", deadline=None)
settings.register_profile("home", deadline=None, max_examples=25)
settings.load_profile("ci" if "CI" in os.environ else "home")

SYSTEM_PATH = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"  # Debian keeps postfix off people's PATH


def _programs(*names: str) -> bool:
    return all(shutil.which(name, path=SYSTEM_PATH) for name in names)


def _modules(*names: str) -> bool:
    return all(importlib.util.find_spec(name) for name in names)


PARTS: dict[str, tuple[Callable[[], bool], str]] = {
    "postfix": (lambda: _programs("postfix"), "sudo apt-get install postfix"),
    "dovecot": (lambda: _programs("dovecot"), "sudo apt-get install dovecot-imapd"),
    "rspamd": (lambda: _programs("rspamd"), "sudo apt-get install rspamd"),
    "browser": (
        lambda: _programs("chromium") and _modules("playwright", "axe_playwright_python"),
        "sudo apt-get install chromium && ./run setup dev browser",
    ),
    "postgresql": (
        lambda: any(Path("/usr/lib/postgresql").glob("*/bin")) and _modules("psycopg"),
        "sudo apt-get install postgresql && ./run setup dev postgresql",
    ),
    "word": (lambda: _modules("pypandoc"), "./run setup dev word"),
    "wheel": (lambda: _modules("hatchling"), "./run setup dev"),
    "git": (lambda: _programs("git"), "sudo apt-get install git"),
}


pytest_plugins = ["tests.helpers.browser", "tests.helpers.fixtures"]
pytest.register_assert_rewrite("tests.helpers")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also the tests that take minutes")
    parser.addoption("--thorough", action="store_true", help="also the tests that take seconds each")
    parser.addoption("--wheel", action="store_true", help="also build the wheel and install it (fetches packages)")


def pytest_runtest_setup(item: pytest.Item) -> None:
    in_ci = "CI" in os.environ
    marks = {mark.name for mark in item.iter_markers()}
    if "long" in marks and not item.config.getoption("long"):
        pytest.skip("takes minutes; run it with: ./run test --long")
    if "thorough" in marks and not (in_ci or item.config.getoption("thorough")):
        pytest.skip("takes seconds; run it with: ./run test --thorough")
    if "wheel" in marks and not (in_ci or item.config.getoption("wheel")):
        pytest.skip("fetches packages; run it with: ./run test --wheel")
    for part in sorted(marks & PARTS.keys()):
        found, mend = PARTS[part]
        if not found():
            (pytest.fail if in_ci else pytest.skip)(f"{part} is missing here; install it with: {mend}")
