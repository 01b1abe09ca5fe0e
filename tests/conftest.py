"""Which tests run when.

`./run test` is quick: it leaves out tests that are marked `slow`, and those that start a server or a browser. `--all`
and CI run them too. A test that needs a program which is not installed is then skipped, with the command that installs
it; in CI it fails. Tests that take minutes (`long`) run with `--long` only.
"""

import gc
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# In CI, each property runs with the library's number of examples; locally with a tenth of it, to be quick.
# A property with a number of its own takes it from `tests.helpers.examples`, for the same reason.
# No example has a time limit, because a busy machine is no reason to fail.
settings.register_profile("ci", deadline=None)
settings.register_profile("home", deadline=None, max_examples=10)
settings.load_profile("ci" if "CI" in os.environ else "home")

SYSTEM_PATH = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"  # on Debian, postfix is not on a user's PATH


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
    "docs": (lambda: _modules("sphinx", "myst_parser", "furo"), "./run setup dev docs"),
    "proxies": (lambda: _programs("nginx", "caddy"), "sudo apt-get install nginx-light caddy"),
    "systemd": (lambda: _programs("systemd-analyze"), "sudo apt-get install systemd"),
    "git": (lambda: _programs("git"), "sudo apt-get install git"),
}


pytest_plugins = ["tests.helpers.browser", "tests.helpers.fixtures"]
pytest.register_assert_rewrite("tests.helpers")


# What the quick run leaves out: slow tests, and tests that start a server or a browser. CI runs them.
LEFT_OUT = {"slow", *PARTS} - {"git"}
_QUICK = "left out (run them with: ./run test --all)"
_LONG = "left out (they take minutes; run them with: ./run test --all --long)"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the user's own state folder out of the tests: the program remembers there what was sent."""
    folder = tempfile.TemporaryDirectory(prefix="state-")
    os.environ["XDG_STATE_HOME"] = folder.name
    config.add_cleanup(folder.cleanup)


# Python looks for cycles whenever 700 objects are new. With thousands of tests in memory, that takes much of the time.
gc.set_threshold(20_000, 20, 20)


def pytest_collection_finish() -> None:
    """Take what was read until now out of the search for cycles: it stays until the end."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="also what takes long or needs a server, as in CI")
    parser.addoption("--long", action="store_true", help="also the tests that take minutes")


def pytest_runtest_setup(item: pytest.Item) -> None:
    in_ci = "CI" in os.environ
    marks = {mark.name for mark in item.iter_markers()}
    if "long" in marks and not item.config.getoption("long"):
        pytest.skip(_LONG)
    if marks & LEFT_OUT and not ("long" in marks or in_ci or item.config.getoption("all")):
        pytest.skip(_QUICK)
    for part in sorted(marks & PARTS.keys()):
        available, install = PARTS[part]
        if not available():
            (pytest.fail if in_ci else pytest.skip)(f"{part} is missing here; install it with: {install}")


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Count tests that were left out on purpose separately from those that were skipped."""
    reason = report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else ""
    category = reason.removeprefix("Skipped: ")
    return (category, "", "LEFT OUT") if category in (_QUICK, _LONG) else None
