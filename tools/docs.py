"""Writes the generated pages of docs/: `python -m tools.docs`."""

from pathlib import Path

from campaign.adapters.settings.settings_doc import reference as settings
from campaign.cli.commands_doc import reference as commands
from campaign.core.compose.languages_doc import reference as languages

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"settings.md": settings, "commands.md": commands, "languages.md": languages}


def main() -> None:
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(), encoding="utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
