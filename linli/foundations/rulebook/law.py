"""The rule book in memory: documents with clauses; its parameters stand in layers.py."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linli.foundations.rulebook.layers import Parameter

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
class Law:
    """The whole rule book of one district."""

    documents: dict[str, Document]
    parameters: dict[str, "Parameter"]

    def parameter(self, name: str) -> "Parameter":
        try:
            return self.parameters[name]
        except KeyError:
            raise LawError(f"the rule book has no parameter {name}") from None

    def latest(self, on: date) -> date:
        """The last day, up to `on`, from which something in the rule book was new: its version."""
        days = [d.effective for d in self.documents.values()]
        days += [e.since for p in self.parameters.values() for e in p.entries]
        return max(day for day in days if day <= on)
