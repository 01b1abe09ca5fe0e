"""The long tests use the mail server of tests/mail."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "mail"))
