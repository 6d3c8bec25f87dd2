"""Forms that come with the house, as workbooks built from YAML: the same road as what a district uploads itself."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from django.core.files.base import ContentFile

FOLDER = Path(__file__).parent
SETTINGS = ("form_id", "form_title", "version", "default_language")
LANGUAGE = "中文 (zh)"
TRANSLATED = ("label", "hint", "constraint_message", "required_message")


def names() -> list[str]:
    """The forms by file name."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem != "common")


def source(name: str) -> dict[str, Any]:
    """A form as it is written, with the shared lists that it uses."""
    common = yaml.safe_load((FOLDER / "common.yaml").read_text("utf-8"))
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    used = {str(row["type"]).split()[-1] for row in found["survey"]}
    found["choices"] = {k: v for k, v in (common["choices"] | found["choices"]).items() if k in used}
    return found


def workbook(name: str, *, form_id: str = "", title: str = "") -> "ContentFile[bytes]":
    """A form as an XLSForm workbook; under another number and title where a place makes it its own."""
    form = source(name)
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    heads = list(dict.fromkeys(key for row in form["survey"] for key in row))
    survey = [[_text(row.get(head, "")) for head in heads] for row in form["survey"]]
    choices = [[listed, _text(key), label] for listed, many in form["choices"].items() for key, label in many.items()]
    for tab, rows in (
        ("survey", [[f"{head}::{LANGUAGE}" if head in TRANSLATED else head for head in heads], *survey]),
        ("choices", [["list_name", "name", f"label::{LANGUAGE}"], *choices]),
        ("settings", [list(SETTINGS), [form_id or form["id"], title or form["title"], form["version"], LANGUAGE]]),
    ):
        sheet = book.create_sheet(tab)
        for row in rows:
            sheet.append(row)
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return ContentFile(out.getvalue(), f"{name}.xlsx")


def _text(value: Any) -> str:
    """YAML reads yes and no as truth; XLSForm wants the words."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
