"""The parts that a notice is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: paragraphs, pairs of label and value, or a table with its heads."""

    title: str
    paragraphs: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    link: tuple[str, str] = ("", "")
    """Words and an address of this site, where a reader goes on."""


def pairs(title: str, *found: tuple[str, object]) -> Section:
    """A section of labelled values; empty ones are left out."""
    return Section(title, pairs=tuple((label, str(value)) for label, value in found if value not in (None, "")))


def text(title: str, *paragraphs: str) -> Section:
    """A section of paragraphs, one for each line."""
    return Section(title, tuple(line.strip() for one in paragraphs for line in one.splitlines() if line.strip()))
