"""Rows of a design as they were typed, before they are saved; the actions and the pure rules take these."""

from dataclasses import dataclass
from decimal import Decimal

from linli.flow.s2_goals.results.states import Level


@dataclass(frozen=True, slots=True)
class Node:
    """A row of the results chain. `key` 0 is a new one; months count from the first of the service period."""

    level: str
    text: str
    key: int = 0
    from_month: int | None = None
    to_month: int | None = None

    @property
    def is_activity(self) -> bool:
        return self.level == Level.ACTIVITY


@dataclass(frozen=True, slots=True)
class GroupTarget:
    """What an indicator promises for one group of people."""

    dimension: str
    key: str
    target: Decimal


@dataclass(frozen=True, slots=True)
class People:
    """A group of beneficiaries."""

    served: str
    name: str
    people: int
    is_direct: bool = True
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A post of the staff plan; `share` is percent of full time."""

    role: str
    number: int
    months: Decimal
    share: int = 100
    certificate: str = ""
    on_wages: bool = True
    duties: str = ""

    @property
    def person_months(self) -> Decimal:
        """Months of full-time work: two people for twelve months at half time are twelve."""
        return self.number * self.months * self.share / 100


@dataclass(frozen=True, slots=True)
class Hazard:
    """A risk; likelihood and impact 1–5."""

    description: str
    likelihood: int
    impact: int
    response: str
    responsible: str
