"""The API against its OpenAPI description, by schemathesis: every check, every phase."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from campaign.adapters.http.limits import RateLimit
from campaign.adapters.http.server import serve_app
from campaign.adapters.store.signons import text_changes
from campaign.core.signons import SignOnKind
from campaign.core.signons.change import ChangePolicy
from tests.helpers.api import add_listed, app
from tests.helpers.edition import ENGLISH
from tests.helpers.web import LETTER, Web

EXAMPLES = 25  # for each path and phase; seconds, at home
PROGRAM = "from schemathesis.cli import schemathesis; schemathesis()"


@pytest.mark.slow
async def test_the_program_does_what_its_description_says(web: Web, tmp_path: Path) -> None:
    """Described requests are answered as described, and all others are refused."""
    add_listed(web, *(f"Person {number}" for number in range(120)))
    add_listed(
        web, *(f"Organisation {number}" for number in range(60)), kind=SignOnKind.ORGANISATION, url="https://o.example"
    )
    web.freeze(ChangePolicy.ASK, en=ENGLISH.replace("one thing", "another thing"))
    web.store.write(text_changes.adopt, LETTER, web.now)
    add_listed(web, "Zoë \N{SNOWMAN}", kind=SignOnKind.ORGANISATION, version=2, country="Atlantis")
    unhurried = RateLimit(burst=1_000_000, seconds=0)

    async with serve_app(app(web, lookups=unhurried)) as url:
        words = ["run", f"{url}api/v1/openapi.json", "--url", f"{url}api/v1", "--checks", "all", "--max-examples"]
        done = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROGRAM, *words, str(EXAMPLES), "--seed", "1", "--no-color"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "120"},
        )
        output, _ = await done.communicate()
    assert done.returncode == 0, output.decode()
