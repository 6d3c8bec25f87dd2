"""Which counts are kept back because few people stand behind them, and which because they would give those away. Pure."""

from collections.abc import Collection, Iterator, Sequence

Table = Sequence[Sequence[int]]
"""Answers by group and option."""
Cell = tuple[int, int]
"""Group and option, by their places in the table."""


def cells(counts: Table, least: int, *, of_one: bool, silent: Collection[int] = ()) -> set[Cell]:
    """Cells that fewer than `least` chose, all of groups that are `silent` because too few answered, and what would give a
    small cell away by subtraction: within its group where a group's options add up (`of_one`), and across the groups,
    whose sum is shown beside them."""
    secret = {(g, o) for g, row in enumerate(counts) for o, n in enumerate(row) if 0 < n < least}
    back = secret | {(g, o) for g in silent for o in range(len(counts[g]))}
    while True:
        more = next(_within(counts, back, silent), None) if of_one else None
        more = more or next(_across(counts, back, secret), None)
        if more is None:
            return back
        back.add(more)
        secret.add(more)


def options(counts: Sequence[int], least: int, *, of_one: bool) -> set[int]:
    """The same where there is but one group."""
    return {option for _group, option in cells([counts], least, of_one=of_one)}


def _within(counts: Table, back: set[Cell], silent: Collection[int]) -> Iterator[Cell]:
    """Beside a group's only cell that is kept back, its smallest other one."""
    for g, row in enumerate(counts):
        shown = [o for o, n in enumerate(row) if n and (g, o) not in back]
        if g not in silent and shown and sum((g, o) in back for o in range(len(row))) == 1:
            yield g, min(shown, key=lambda o: row[o])


def _across(counts: Table, back: set[Cell], secret: set[Cell]) -> Iterator[Cell]:
    """Beside an option's only cell that is kept back, the smallest one of another group; not where what is kept back may be
    known, because only the group's answers are too few."""
    for o in range(len(counts[0]) if counts else 0):
        gone = [(g, o) for g in range(len(counts)) if (g, o) in back]
        shown = [(g, o) for g, row in enumerate(counts) if row[o] and (g, o) not in back]
        if len(gone) == 1 and gone[0] in secret and shown:
            yield min(shown, key=lambda at: counts[at[0]][at[1]])
