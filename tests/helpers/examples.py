"""How many examples a property tries that needs more, or fewer, than the library's number."""

import os


def examples(number: int) -> int:
    """So many in CI; locally a tenth of them, but five at least, to be quick."""
    return number if "CI" in os.environ else min(number, max(5, number // 10))
