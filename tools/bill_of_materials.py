"""./run sbom and ./run licences: what the program consists of, from pins/ and from what is installed.

`sbom` prints CycloneDX 1.6 as JSON: each package that this machine needs with its version, its licence and the
digests that ./run accepts. `licences` prints the same as a table. Extras are arguments: `./run sbom word worker`.
"""

import json
import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import audit
import run
from packaging.requirements import Requirement

# These say no licence in their metadata. What is here is what the project's repository says.
UNSTATED = {"pysqlite3": "Zlib", "resvg-py": "MIT"}
# Programs that an extra installs beside our own. They run as processes of their own; NOTICE says so.
PROGRAMS = {"pypandoc-binary": ("pandoc", "GPL-2.0-or-later")}
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def main(command: str, extras: list[str]) -> int:
    rows = [row for name in ("program", *extras) for row in needed(run.pins(name).read_text("utf-8"))]
    rows = sorted(set(rows))
    if command == "sbom":
        print(json.dumps(bill(rows), indent=2))
        return 0
    width = max(len(name) for name, _, _ in rows)
    for name, version, _ in rows:
        print(f"{name:{width}}  {version:18}  {licence(name)}")
        if name in PROGRAMS:
            program, terms = PROGRAMS[name]
            print(f"{'  with ' + program:{width}}  {'':18}  {terms} (a program of its own)")
    return 0


def needed(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Name, version and digests of each pin whose marker holds on this machine."""
    rows = []
    for block in audit.blocks(text):
        requirement = Requirement(block.split("\\")[0].strip())
        if requirement.marker is None or requirement.marker.evaluate():
            rows.append((requirement.name, str(requirement.specifier).removeprefix("=="), tuple(HASH.findall(block))))
    return rows


def licence(name: str) -> str:
    """The licence as SPDX writes it, else in the words of the package."""
    package = installed(name)
    if package is None:
        return "unknown: not installed here"
    metadata = package.metadata
    classifiers = [
        line.split(" :: ")[-1] for line in metadata.get_all("Classifier", []) if line.startswith("License ::")
    ]
    first = (metadata.get("License") or "").strip().splitlines()
    short = first[0] if first and len(first[0]) < 60 else ""
    return metadata.get("License-Expression") or UNSTATED.get(name) or short or "; ".join(classifiers) or "unknown"


def installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def bill(rows: list[tuple[str, str, tuple[str, ...]]]) -> dict[str, object]:
    """The bill as CycloneDX: the program, its packages, and which of them needs which."""
    ours = distribution("undersigned")
    root = f"pkg:pypi/undersigned@{ours.version}"
    names = {name for name, _, _ in rows}
    versions = {name: version for name, version, _ in rows}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "undersigned",
                "version": ours.version,
                "purl": root,
                "licenses": [{"expression": ours.metadata["License-Expression"]}],
            },
        },
        "components": [component(*row) for row in rows],
        "dependencies": [
            {"ref": root, "dependsOn": refs(ours, names, versions)},
            *(
                {"ref": reference(name, version), "dependsOn": refs(package, names, versions)}
                for name, version, _ in rows
                if (package := installed(name)) is not None
            ),
        ],
    }


def component(name: str, version: str, digests: tuple[str, ...]) -> dict[str, object]:
    """One package. Its digests are those of the files on the index, each as a distribution of its own."""
    return {
        "type": "library",
        "bom-ref": reference(name, version),
        "name": name,
        "version": version,
        "purl": reference(name, version),
        "licenses": [{"license": {"name": licence(name)}}],
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"urn:sha256:{digest}",
                "hashes": [{"alg": "SHA-256", "content": digest}],
            }
            for digest in digests
        ],
    }


def reference(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def refs(package: Distribution, names: set[str], versions: dict[str, str]) -> list[str]:
    """The packages that this one needs on this machine, as far as they are in the bill."""
    requirements = [Requirement(line) for line in package.requires or []]
    needs = {
        re.sub(r"[-_.]+", "-", requirement.name).lower()
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    }
    return sorted(reference(name, versions[name]) for name in needs & names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
