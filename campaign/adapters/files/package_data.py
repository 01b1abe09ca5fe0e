"""The folders of the program's own files: templates, fonts, the sample campaign and the documentation.

In a wheel they are inside the package; in a checkout they are folders of the repository.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_PACKAGED = _PACKAGE / "content"
CONTENT = _PACKAGED if _PACKAGED.is_dir() else _PACKAGE.parent
DOCS = CONTENT / "docs"  # the documentation; messages name its pages by their full paths
