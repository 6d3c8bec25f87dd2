"""Numbers without gaps, by series and year."""

from django.db import connection

_NEXT = (
    "INSERT INTO kernel_counter (series, year, last) VALUES (%s, %s, %s)"
    " ON CONFLICT (series, year) DO UPDATE SET last = kernel_counter.last + EXCLUDED.last RETURNING last"
)


def next_number(series: str, year: int) -> int:
    """The next number of a series in a year, from 1. The counter stays locked until the transaction ends, so a number
    whose action fails is given again."""
    return next_numbers(series, year, 1)[0]


def next_numbers(series: str, year: int, count: int) -> range:
    """The next `count` numbers of a series in a year, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series, year, count])
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)
