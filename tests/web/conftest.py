"""A campaign on the web for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_web import Web, made


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with made(tmp_path) as web:
        yield web
