"""Numbers without gaps, by series and year."""

from django.db import connection

_NEXT = (
    "INSERT INTO kernel_counter (series, year, last) VALUES (%s, %s, 1)"
    " ON CONFLICT (series, year) DO UPDATE SET last = kernel_counter.last + 1 RETURNING last"
)


def next_number(series: str, year: int) -> int:
    """The next number of a series in a year, from 1. The counter stays locked until the transaction ends, so a number
    whose action fails is given again."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series, year])
        return int(cursor.fetchone()[0])
