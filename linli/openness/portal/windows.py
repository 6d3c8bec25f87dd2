"""One page of a long list without walking through all that lies before it twice: from the nearer end, keys first."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from linli.openness.portal import remembered

T = TypeVar("T")
SIZE = 20


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


def window(
    rows: QuerySet[Any], asked: str, total: int, *, fields: tuple[str, ...] = ("pk",), size: int = SIZE
) -> Window[tuple[Any, ...]]:
    """The page asked for, each row a tuple of its fields; a number that is none, or beyond the end, gives the first or
    last page. The second half of a list is read from its end, so that no page skips more than half of it; a list that may
    be long asks for its keys alone, which the index has."""
    pages = max(1, -(-total // size))
    number = min(int(asked), pages) if asked.isascii() and asked.isdigit() and len(asked) < 9 and int(asked) else 1
    start, end = (number - 1) * size, min(number * size, total)
    found = rows.values_list(*fields)
    near_end = start * 2 > total
    shown = list(found.reverse()[total - end : total - start])[::-1] if near_end else list(found[start:end])
    return Window(shown, number, pages, total, start + 1 if shown else 0, start + len(shown))


def counted(position: int | None, name: Hashable, rows: QuerySet[Any]) -> int:
    """How many rows there are, counted once for each journal position."""
    count: Callable[[], int] = rows.order_by().count
    return remembered.at(position, ("count", name), count)
