"""The bill of materials (CycloneDX 1.6): what runs, from the two locks alone, so that it needs no network and no clock.

python -m tools.sbom          writes docs/sbom.json anew
"""

import base64
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.result import Result, broken, held

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "sbom.json"
PYTHON = ("requirements/base.txt", "requirements/postgres.txt")
BROWSER = "linli/ui/vendor/package-lock.json"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"^    #(?:   | via )([a-z0-9._-]+)\s*$", re.MULTILINE)
Component = dict[str, Any]


def _component(kind: str, name: str, version: str, hashes: list[tuple[str, str]]) -> Component:
    address = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    listed = [{"alg": alg, "content": content} for alg, content in hashes]
    return {
        "type": "library", "bom-ref": address, "name": name, "version": version, "purl": address, "hashes": listed
    }  # fmt: skip


def of_python(text: str) -> Iterator[tuple[Component, list[str]]]:
    """Each locked package with the names of those that asked for it. A package's hashes are those of all its files."""
    for block in re.split(r"\n(?=\S)", text):
        if found := _PINNED.match(block):
            hashes = [("SHA-256", content) for content in _HASH.findall(block)]
            yield _component("pypi", found[1], found[2], hashes), _VIA.findall(block)


def of_browser(lock: dict[str, Any]) -> Iterator[tuple[Component, list[str]]]:
    """Each package that goes into the vendored files, with the names of those that asked for it."""
    packages = {path.removeprefix("node_modules/"): one for path, one in lock["packages"].items() if path}
    for name, one in sorted(packages.items()):
        if one.get("dev") or one.get("optional"):
            continue
        kind, digest = one["integrity"].split("-", 1)
        hashes = [(kind.upper().replace("SHA", "SHA-"), base64.b64decode(digest).hex())]
        asked = [other for other, its in packages.items() if name in its.get("dependencies", {})]
        yield _component("npm", name, one["version"], hashes), asked


def materials() -> dict[str, Any]:
    """The whole bill. The same locks give the same text."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    itself = f"pkg:generic/{project['name']}@{project['version']}"
    found = [row for name in PYTHON for row in of_python((ROOT / name).read_text("utf-8"))]
    found += of_browser(json.loads((ROOT / BROWSER).read_text("utf-8")))
    needed: dict[str, list[str]] = {itself: []} | {one["bom-ref"]: [] for one, _asked in found}
    address = {one["name"]: one["bom-ref"] for one, _asked in found}
    for one, asked in found:
        for who in asked or [""]:
            needed[address.get(who, itself)].append(one["bom-ref"])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": itself, "name": project["name"], "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [one for one, _asked in found],
        "dependencies": [{"ref": ref, "dependsOn": sorted(on)} for ref, on in needed.items()],
    }  # fmt: skip


def text() -> str:
    return json.dumps(materials(), ensure_ascii=False, indent=1) + "\n"


def check() -> Result:
    """The committed bill is the one that the locks give."""
    if not FILE.exists() or FILE.read_text("utf-8") != text():
        return broken(f"{FILE.name} is not what the locks give: run `python -m tools.sbom`")
    return held(f"{len(materials()['components'])} parts")


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
