"""Files, functions and templates small enough to be read in one go."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.result import Result, broken, held

ROOT = Path(__file__).resolve().parents[1]
FILE, FUNCTION, TEMPLATE = 500, 60, 150


def _tracked(suffix: str) -> list[Path]:
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*" + suffix]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).exists()]


def over_in_python(name: str, text: str) -> Iterator[str]:
    """What in one module is too long."""
    lines = text.count("\n")
    if lines > FILE:
        yield f"{name}: {lines} lines, at most {FILE}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > FUNCTION:
                yield f"{name}:{node.lineno} {node.name}: {size} lines, at most {FUNCTION}"


def check() -> Result:
    over: list[str] = []
    counted = 0
    for path in _tracked(".py"):
        if "migrations" not in path.parts:
            counted += 1
            over += over_in_python(str(path.relative_to(ROOT)), path.read_text("utf-8"))
    for path in _tracked(".html"):
        counted += 1
        lines = path.read_text("utf-8").count("\n")
        if lines > TEMPLATE:
            over.append(f"{path.relative_to(ROOT)}: {lines} lines, at most {TEMPLATE}")
    return broken("\n".join(over)) if over else held(f"{counted} files")
