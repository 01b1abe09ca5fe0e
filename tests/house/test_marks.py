"""What tests/conftest.py does with marked tests, in a temporary folder."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

TESTS = Path(__file__).parent.parent
CONFTEST = TESTS / "conftest.py"
MARKED = """
import pytest

@pytest.mark.postfix
def test_postfix(): pass

@pytest.mark.long
def test_long(): pass

@pytest.mark.slow
def test_slow(): pass

@pytest.mark.wheel
def test_wheel(): pass

def test_plain(): pass
"""


def outcomes(folder: Path, *options: str, **environment: str) -> str:
    """The last line of pytest without the time, run without any program on the PATH."""
    (folder / "conftest.py").write_text(CONFTEST.read_text("utf-8").replace(":/usr/sbin:/sbin", ""), "utf-8")
    (folder / "test_marked.py").write_text(MARKED, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "ignore", *options]
    done = subprocess.run(
        command, cwd=folder, env={"PATH": str(folder), **environment}, capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines()[-1].rsplit(" in ", 1)[0]


LEFT_OUT = "left out (run them with: ./run test --all)"
TAKE_MINUTES = "1 left out (they take minutes; run them with: ./run test --all --long)"


def test_a_quick_run_names_what_it_leaves_out(tmp_path: Path) -> None:
    """Only the plain test runs; the last line counts the others and says how to run them."""
    assert outcomes(tmp_path) == f"1 passed, 3 {LEFT_OUT}, {TAKE_MINUTES}"


def test_all_runs_what_the_machine_has(tmp_path: Path) -> None:
    """--all runs slow tests, and skips tests whose program is not installed."""
    assert outcomes(tmp_path, "--all") == f"3 passed, 1 skipped, {TAKE_MINUTES}"


def test_ci_fails_what_is_missing(tmp_path: Path) -> None:
    """CI runs everything but long tests, and a test fails if its program is not installed."""
    assert outcomes(tmp_path, CI="true") == f"3 passed, 1 error, {TAKE_MINUTES}"


def test_long_runs_long_tests(tmp_path: Path) -> None:
    """--long adds the tests that take minutes."""
    assert outcomes(tmp_path, "--all", "--long") == "4 passed, 1 skipped"


def test_files_that_use_tls_are_marked() -> None:
    """Each test file that creates certificates or uses a mailbox over TLS has the mark `tls`."""
    texts = {path.name: path.read_text("utf-8") for path in TESTS.rglob("test_*.py")}
    speaking = {name for name, text in texts.items() if re.search(r"^import (ssl|trustme)\b|\.tls_port\b", text, re.M)}
    assert speaking == {name for name, text in texts.items() if "pytest.mark.tls\n" in text or "mark.tls]" in text}
