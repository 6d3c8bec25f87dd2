"""Refusals: what a person is told when something may not be done, and how to mend it.

A refusal is an answer, not a fault. It says what was asked, what is allowed, under which clause, and what to do next;
the web shows it above the form, the API as a problem document, and the journal keeps it.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


class ClauseWords(str):
    """A clause as a refusal cites it, which remembers the parameter of the rule book that did not allow what was asked."""

    __slots__ = ("parameter",)
    parameter: str

    def __new__(cls, text: str, parameter: str = "") -> "ClauseWords":
        made = super().__new__(cls, text)
        made.parameter = parameter
        return made


@dataclass
class Refusal(Exception):
    """Why an action did not happen. `remedy` is the next move; `clauses` cite the law; `field` names the input."""

    message: Text
    remedy: Text = ""
    field: str = ""
    clauses: Sequence[str] = dataclasses.field(default_factory=tuple)
    code: str = "refused"
    status: int = 422

    def __str__(self) -> str:
        return str(self.message)


@dataclass
class NotAllowed(Refusal):
    """The actor lacks the permission."""

    code: str = "not_allowed"
    status: int = 403


@dataclass
class WrongState(Refusal):
    """The record is not in a state from which the verb can go on."""

    code: str = "wrong_state"
    status: int = 409


@dataclass
class Stale(Refusal):
    """The record was changed after the page was opened."""

    code: str = "stale"
    status: int = 409


@dataclass
class KeyReused(Refusal):
    """An idempotency key came again with another body."""

    code: str = "key_reused"
    status: int = 409


@dataclass
class Refusals(Refusal):
    """Several refusals of one form, shown together in the error summary."""

    each: Sequence[Refusal] = dataclasses.field(default_factory=tuple)
    code: str = "refused"

    def __str__(self) -> str:
        return f"{self.message}：" + "；".join(str(one) for one in self.each)
