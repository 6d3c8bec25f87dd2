"""The rule book in memory: documents with clauses, parameters with dated values."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Any

DIGITS = "零一二三四五六七八九"


class LawError(Exception):
    """The rule book cannot be loaded, or does not hold what was asked. The message names file, parameter and values."""


def article(number: int) -> str:
    """An article's name: 第三十五条, 第一百零四条. For 1 to 999."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return f"第{text}{DIGITS[ones] if ones else ''}条"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the rule book. `key` is its file's name and part of its public address; `level` national or district."""

    key: str
    level: str
    title: str
    short: str
    short_en: str
    number: str
    issuer: str
    issued: date
    effective: date
    trial: bool
    role: str
    file: str
    clauses: dict[str, "Clause"] = field(default_factory=dict, compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its gist; `address` (document/clause) is stable for ever."""

    document: Document
    key: str
    label: str
    label_en: str
    gist: str

    @property
    def address(self) -> str:
        return f"{self.document.key}/{self.key}"

    def __str__(self) -> str:
        return f"{self.document.short} {self.label}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value from a day on."""

    since: date
    value: Any
    clause: Clause
    verified: bool
    assumed: bool

    @property
    def level(self) -> str:
        return self.clause.document.level


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or condition that a clause fixes. `direction` says which way is stricter: min (more), max (less), exact."""

    name: str
    title: str
    title_en: str
    unit: str
    direction: str
    measure: str
    choices: dict[str, str]
    labels: dict[str, str]
    free: bool
    national: tuple[Entry, ...]
    district: tuple[Entry, ...]

    @property
    def entries(self) -> list[Entry]:
        """Every entry of both layers, newest first."""
        return sorted([*self.national, *self.district], key=lambda e: (e.since, e.level == "district"), reverse=True)

    def entry(self, on: date) -> Entry:
        """What applies on a day: the district's own value where it has one, else the national one."""
        found = _on(self.district, on) or _on(self.national, on)
        if found is None:
            raise LawError(f"{self.name} has no value on {on}; the first is from {self.entries[-1].since}")
        return found


def _on(entries: tuple[Entry, ...], day: date) -> Entry | None:
    place = bisect_right(entries, day, key=lambda e: e.since)
    return entries[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class Law:
    """The whole rule book of one district."""

    documents: dict[str, Document]
    parameters: dict[str, Parameter]

    def parameter(self, name: str) -> Parameter:
        try:
            return self.parameters[name]
        except KeyError:
            raise LawError(f"the rule book has no parameter {name}") from None

    def latest(self, on: date) -> date:
        """The last day, up to `on`, from which something in the rule book was new: its version."""
        days = [d.effective for d in self.documents.values()]
        days += [e.since for p in self.parameters.values() for e in p.entries]
        return max(day for day in days if day <= on)
