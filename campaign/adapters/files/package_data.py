"""Where the files lie that come with the program: templates, fonts, the sample campaign and the documentation.

In a wheel they ride inside the package; in a checkout they are the repository's own folders.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_PACKAGED = _PACKAGE / "content"
CONTENT = _PACKAGED if _PACKAGED.is_dir() else _PACKAGE.parent
DOCS = CONTENT / "docs"  # the pages of the documentation; a message names a page by its whole path
