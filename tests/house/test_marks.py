"""What tests/conftest.py does with marked tests, tried in a folder of its own."""

import re
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent
CONFTEST = TESTS / "conftest.py"
MARKED = """
import pytest

@pytest.mark.postfix
def test_postfix(): pass

@pytest.mark.long
def test_long(): pass

@pytest.mark.thorough
def test_thorough(): pass

@pytest.mark.wheel
def test_wheel(): pass

def test_plain(): pass
"""


def outcomes(folder: Path, *options: str, **environment: str) -> str:
    """pytest's closing line without the time, run where no program is on the PATH."""
    (folder / "conftest.py").write_text(CONFTEST.read_text("utf-8").replace(":/usr/sbin:/sbin", ""), "utf-8")
    (folder / "test_marked.py").write_text(MARKED, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "ignore", *options]
    done = subprocess.run(
        command, cwd=folder, env={"PATH": str(folder), **environment}, capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines()[-1].rsplit(" in ", 1)[0]


def test_at_home_marked_tests_are_skipped(tmp_path: Path) -> None:
    """On a machine without the parts only the plain test runs."""
    assert outcomes(tmp_path) == "1 passed, 4 skipped"


def test_ci_fails_what_is_missing(tmp_path: Path) -> None:
    """In CI a missing postfix fails its test, wheel and thorough tests run, and long ones wait to be asked for."""
    assert outcomes(tmp_path, CI="true") == "3 passed, 1 skipped, 1 error"


def test_long_thorough_and_wheel_are_asked_for(tmp_path: Path) -> None:
    """--long, --thorough and --wheel run what they name."""
    assert outcomes(tmp_path, "--long", "--thorough", "--wheel") == "4 passed, 1 skipped"


def test_what_speaks_tls_is_marked() -> None:
    """Each test file that makes certificates or uses a mailbox over TLS carries the mark `tls`."""
    texts = {path.name: path.read_text("utf-8") for path in TESTS.rglob("test_*.py")}
    speaking = {name for name, text in texts.items() if re.search(r"^import (ssl|trustme)\b|\.tls_port\b", text, re.M)}
    assert speaking == {name for name, text in texts.items() if "pytest.mark.tls\n" in text or "mark.tls]" in text}
