"""Reading answers: values by path, through repeats."""

from collections.abc import Iterator
from typing import Any

Answers = dict[str, Any]


def values_at(answers: Answers, path: str) -> Iterator[str]:
    """Every value at a path: one, or one for each row of the repeats that it lies in."""
    found = answers.get(path)
    if isinstance(found, str):
        yield found
    for key, rows in answers.items():
        if isinstance(rows, list) and path.startswith(f"{key}/"):
            for row in rows:
                yield from values_at(row, path)


def text_in(texts: dict[str, str], language: str) -> str:
    """A text by language: the one asked for (zh, en), the one without a language, or whichever there is."""
    short = language[:2].lower()
    for name, text in texts.items():
        tag = name.rpartition("(")[2].rstrip(") ").lower()
        if tag[:2] == short:
            return text
    return texts.get("") or next(iter(texts.values()), "")
