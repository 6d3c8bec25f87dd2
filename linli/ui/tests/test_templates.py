"""What the content policy and the style of the house ask of every template, script and style sheet."""

import gzip
import re
from hashlib import sha256
from pathlib import Path

import pytest

import linli

HOUSE = Path(linli.__file__).parent
UI = HOUSE / "ui"
TEMPLATES = [p for p in HOUSE.rglob("templates/**/*.html") if "node_modules" not in p.parts]
VENDOR = UI / "static/ui/vendor"
FORBIDDEN = {
    "style attribute": re.compile(r"<[a-zA-Z][^>]*\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "inline handler": re.compile(r"<[a-zA-Z][^>]*\son[a-z]+\s*="),
    "script address": re.compile(r"javascript:", re.I),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>"),
}


def test_nothing_inline() -> None:
    found = [
        f"{path.name}: {what}"
        for path in TEMPLATES
        for what, rule in FORBIDDEN.items()
        if rule.search(path.read_text())
    ]
    assert found == []


def test_sizes() -> None:
    long = [path.name for path in TEMPLATES if path.read_text().count("\n") > 150]
    long += [p.name for p in (UI / "static/ui").rglob("*") if p.suffix in (".css", ".js") and "vendor" not in p.parts
             and p.read_text().count("\n") > 500]  # fmt: skip
    assert long == []


def test_icons_are_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text()))
    used: set[str] = set()
    for path in TEMPLATES:
        used |= set(re.findall(r'{% icon "([^"]+)"', path.read_text()))
        used |= set(re.findall(r'\sicon="([a-z0-9-]+)"', path.read_text()))
    assert used - known == set()


@pytest.mark.parametrize("folder", [VENDOR, UI / "static/ui/webforms/vendor"])
def test_vendored_files_are_the_ones_we_built(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name != "SHA256SUMS"}
    assert files == sums


@pytest.mark.parametrize("name", ["vendor", "vendor/webforms"])
def test_lock_file_names_no_registry(name: str) -> None:
    assert '"resolved"' not in (UI / name / "package-lock.json").read_text()


@pytest.mark.parametrize("name", ["webforms.js", "webforms.css"])
def test_what_is_served_compressed_is_the_same(name: str) -> None:
    folder = UI / "static/ui/webforms/vendor"
    assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == (folder / name).read_bytes()


def test_tokens_are_the_only_place_for_shared_colours() -> None:
    """A colour of the palette is written once; the other sheets use its name."""
    tokens = (UI / "static/ui/css/tokens.css").read_text()
    palette = {c.lower() for c in re.findall(r"#[0-9a-fA-F]{6}\b", tokens)}
    others = [p for p in (UI / "static/ui/css").glob("*.css") if p.name != "tokens.css"]
    again = [
        f"{p.name} {c}" for p in others for c in re.findall(r"#[0-9a-fA-F]{6}\b", p.read_text()) if c.lower() in palette
    ]
    assert again == []


def test_english_is_complete() -> None:
    text = (UI / "locale/en/LC_MESSAGES/django.po").read_text()
    entries = [e for e in text.split("\n\n")[1:] if "msgid" in e and not e.startswith("#~")]
    assert [e for e in entries if re.search(r'msgstr(\[\d\])? ""\s*(\n(?!")|$)', e)] == []
    assert "fuzzy" not in text
