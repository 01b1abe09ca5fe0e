"""./run docs [FOLDER]: the documentation as a site, to read or search in a browser without a network.

The pages of docs/, the changes and how to contribute are copied, their links are made to fit, and Sphinx builds them.
Each remark of Sphinx, such as a link that leads nowhere, is an error.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import run

BESIDE = {
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changes.md",
    "SECURITY.md": "report-a-vulnerability.md",
    "templates/README.md": "templates.md",
    "letters/README.md": "letters-folder.md",
    "signatories/README.md": "signatories-folder.md",
}
LINK = re.compile(r"\]\(([^)#:]+)(#[^)]*)?\)")
ROW = re.compile(r"^\| \[[^\]]+\]\((\w+)\.md\)", re.MULTILINE)
GROUP = "\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{pages}\n```\n"


def main(arguments: list[str]) -> int:
    """Sphinx's exit status. The site is in build/site unless a folder is named."""
    target = Path(arguments[0] if arguments else run.ROOT / "build" / "site").resolve()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        write_source(source)
        target.mkdir(parents=True, exist_ok=True)
        options = ["--fail-on-warning", "--keep-going", "--quiet", "--builder", "html", "-d", f"{folder}/.doctrees"]
        command = [
            sys.executable,
            "-m",
            "sphinx",
            *options,
            "-c",
            run.ROOT / "tools" / "docs_site_settings",
            source,
            target,
        ]
        status = subprocess.run(command).returncode
    if status == 0:
        print(f"open {target / 'index.html'} in a browser")
    return status


def write_source(source: Path) -> None:
    """Copy every page, with its links as they are on the site."""
    for path in (run.ROOT / "docs").glob("*.md"):
        name = "index.md" if path.name == "README.md" else path.name
        (source / name).write_text(with_links(path, path.read_text("utf-8")), "utf-8")
    for name, page in BESIDE.items():
        path = run.ROOT / name
        (source / page).write_text(with_links(path, path.read_text("utf-8")), "utf-8")
    shutil.copy(run.ROOT / "docs" / "picture.png", source)
    index = source / "index.md"
    index.write_text(with_contents(index.read_text("utf-8")), "utf-8")


def with_links(page: Path, text: str) -> str:
    """The text with links to pages of the repository turned into links to pages of the site."""
    names = {(run.ROOT / name).resolve(): target for name, target in BESIDE.items()}
    names[run.ROOT / "docs" / "README.md"] = "index.md"

    def link(match: re.Match[str]) -> str:
        path = (page.parent / match[1]).resolve()
        return f"]({names.get(path, path.name)}{match[2] or ''})" if path.suffix == ".md" else match[0]

    return LINK.sub(link, text)


def with_contents(text: str) -> str:
    """The first page with its picture, and with the contents that stand beside every page, in the table's order."""
    picture = "![One letter three times: as an email in a rehearsal, in print, and as its public page](picture.png)"
    first, rest = text.split("\n", 1)
    named = ROW.findall(text)
    others = sorted({path.stem for path in (run.ROOT / "docs").glob("*.md")} - {"README", *named})
    pages = GROUP.format(caption="Pages", pages="\n".join([*named, *others]))
    beside = "\n".join(name.removesuffix(".md") for name in BESIDE.values())
    return f"{first}\n\n{picture}\n{rest}{pages}{GROUP.format(caption='Beside them', pages=beside)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
