"""By what people are told apart, and which certificates a post may ask for: words kept as data, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from linli.foundations.rulebook.loading import parse_yaml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Dimension:
    """What groups are made by. `overlaps`: one person may be in several of its groups."""

    key: str
    title: str
    groups: Mapping[str, str]
    overlaps: bool


@cache
def known() -> dict[str, Dimension]:
    """All dimensions, in the order of the file."""
    rows: dict[str, dict[str, Any]] = parse_yaml(DATA / "dimensions.yaml")
    return {key: Dimension(key, row["title"], row["groups"], bool(row.get("overlaps"))) for key, row in rows.items()}


@cache
def certificates() -> dict[str, str]:
    """Certificates by key, in the order of the file."""
    return dict(parse_yaml(DATA / "certificates.yaml"))


def group_words(dimension: str, key: str) -> str:
    """性别：女. A group that the file no longer has keeps its key."""
    found = known().get(dimension)
    return f"{found.title}：{found.groups.get(key, key)}" if found else f"{dimension}：{key}"
