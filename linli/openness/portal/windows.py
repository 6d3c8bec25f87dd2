"""One page of a long list without walking through all that lies before it: from the nearest place known, keys first."""

from bisect import bisect_left, insort
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from linli.openness.portal import remembered

T = TypeVar("T")
SIZE = 20
MOST_PLACES = 1000


@dataclass(frozen=True, slots=True)
class Window(Generic[T]):
    """One page of a list: its rows, that it is `number` of `pages`, and rows `first` to `last` of `total`."""

    rows: list[T]
    number: int
    pages: int
    total: int
    first: int
    last: int

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1

    @property
    def numbers(self) -> list[int]:
        """Page numbers for the pager: the ends and the neighbours; 0 stands for a gap."""
        near = {1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)}
        made: list[int] = []
        for number in sorted(near):
            if made and number - made[-1] > 1:
                made.append(0)
            made.append(number)
        return made


@dataclass(slots=True)
class Places:
    """Rows of a list whose number in it is known at a journal position: what `order` sorts by, by that number. `order` names
    two columns that are never empty, both falling, the second of them unique."""

    order: tuple[str, str]
    numbers: list[int] = field(default_factory=list)
    values: dict[int, tuple[Any, ...]] = field(default_factory=dict)

    def note(self, number: int, value: tuple[Any, ...]) -> None:
        """Remember a row, as long as there is room."""
        if number not in self.values and len(self.numbers) < MOST_PLACES:
            self.values[number] = value
            insort(self.numbers, number)

    def before(self, number: int) -> int | None:
        """The nearest known row that comes before the row of this number."""
        at = bisect_left(self.numbers, number)
        return self.numbers[at - 1] if at else None

    def from_on(self, number: int) -> int | None:
        """The nearest known row from the row of this number on."""
        at = bisect_left(self.numbers, number)
        return self.numbers[at] if at < len(self.numbers) else None

    def rows(self, found: QuerySet[Any], start: int, end: int, total: int) -> list[tuple[Any, ...]]:
        """Rows `start` up to `end`, read forwards or backwards from whichever known row is nearest, and noted."""
        before, after = self.before(start), self.from_on(end)
        skipped = start if before is None else start - before - 1
        skipped_back = total - end if after is None else after - end
        if skipped <= skipped_back:
            rest = found if before is None else found.filter(self._beyond(before, "lt"))
            shown = list(rest[skipped : skipped + end - start])
        else:
            rest = found.reverse() if after is None else found.reverse().filter(self._beyond(after, "gt"))
            shown = list(rest[skipped_back : skipped_back + end - start])[::-1]
        if len(shown) == end - start and shown:
            self.note(start, shown[0])
            self.note(end - 1, shown[-1])
        return shown

    def _beyond(self, number: int, way: str) -> Q:
        """The rows on one side of a known row; the first column bounds the stretch of the index that is read."""
        (first, second), (one, other) = self.order, self.values[number]
        return Q(**{f"{first}__{way}e": one}) & ~(Q(**{first: one}) & ~Q(**{f"{second}__{way}": other}))


def window(
    rows: QuerySet[Any],
    asked: str,
    total: int,
    *,
    fields: tuple[str, ...] = ("pk",),
    size: int = SIZE,
    places: Places | None = None,
) -> Window[tuple[Any, ...]]:
    """The page asked for, each row a tuple of its fields; a number that is none, or beyond the end, gives the first or
    last page. The second half of a list is read from its end, so that no page skips more than half of it, and with
    `places` (whose order the fields must be) hardly any; a list that may be long asks for its keys alone, which the index has."""
    pages = max(1, -(-total // size))
    number = min(int(asked), pages) if asked.isascii() and asked.isdigit() and len(asked) < 9 and int(asked) else 1
    start, end = (number - 1) * size, min(number * size, total)
    found = rows.values_list(*(places.order if places else fields))
    shown = (places or Places(("", ""))).rows(found, start, end, total)
    return Window(shown, number, pages, total, start + 1 if shown else 0, start + len(shown))


def counted(position: int | None, name: Hashable, rows: QuerySet[Any]) -> int:
    """How many rows there are, counted once for each journal position."""
    count: Callable[[], int] = rows.order_by().count
    return remembered.at(position, ("count", name), count)
