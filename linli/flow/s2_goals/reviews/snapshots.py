"""A design as a frozen text, section by section, from which two rounds are compared and the papers are printed.

A room that adds tables to the design registers one section, and its rows are frozen and compared with the rest:

    snapshots.register(Section("staff", _("人员配置"), lambda design: of_rows(design.staff.all(), ("post",), ("post", "count"))))
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from linli.kernel.canonical import canonical
from linli.kernel.errors import Text
from linli.ui import formats

if TYPE_CHECKING:
    from linli.flow.s2_goals.models import Design

Content = dict[str, Any]
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can change: `key` finds it again in another version, `name` and `text` are what a reader sees."""

    key: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the design; `take` gives its rows as they stand now."""

    key: str
    label: Text
    take: "Callable[[Design], list[Row]]"


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a part; a key can be registered once."""
    if section.key in _sections:
        raise ValueError(f"two parts of a design are called {section.key}")
    _sections[section.key] = section


def sections() -> list[Section]:
    return list(_sections.values())


def take(design: "Design") -> Content:
    """The whole design now, in Chinese: what is frozen is a document of the district."""
    with translation.override("zh-hans"):
        return {
            "sections": [
                {"key": one.key, "label": str(one.label), "rows": [asdict(row) for row in one.take(design)]}
                for one in _sections.values()
            ]
        }


def fingerprint(content: Content) -> str:
    """SHA-256 (hex) of its canonical bytes."""
    return hashlib.sha256(canonical(content)).hexdigest()


def of_fields(record: models.Model, *names: str) -> list[Row]:
    """One row for each of a record's fields, by its own name and in its own words."""
    return [Row(name, _label(record, name), shown(record, name)) for name in names]


def of_rows(
    records: Iterable[M], keys: Sequence[str], fields: Sequence[str] = (), text: Callable[[M], str] | None = None
) -> list[Row]:
    """One row for each record: found again by `keys`, told by `fields`, or by `text` in words of its own. Twins are told
    apart by their number."""
    seen: Counter[str] = Counter()
    made = []
    for record in records:
        name = " · ".join(word for one in keys if (word := shown(record, one)))
        seen[name] += 1
        key = name if seen[name] == 1 else f"{name} #{seen[name]}"
        told = text(record) if text is not None else _told(record, fields)
        made.append(Row(key, key, told))
    return made


def _told(record: models.Model, fields: Sequence[str]) -> str:
    return "；".join(f"{_label(record, one)} {text}" for one in fields if (text := shown(record, one)))


def shown(record: Any, name: str) -> str:
    """A field's value in words."""
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(record, f"get_{name}_display")())
    return _words(value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime | date):
        return formats.day_full(value)
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _label(record: models.Model, name: str) -> str:
    """A field's own name; a generated one has it on what it computes."""
    field: Any = record._meta.get_field(name)
    return str(getattr(field, "output_field", field).verbose_name if field.generated else field.verbose_name)
