"""Numbers without gaps, by series and year."""

from django.db.models import F

from linli.kernel.models.numbering import Counter


def next_number(series: str, year: int) -> int:
    """The next number of a series in a year, from 1. The counter stays locked until the transaction ends, so a number
    whose action fails is given again."""
    Counter.objects.bulk_create([Counter(series=series, year=year)], ignore_conflicts=True)
    Counter.objects.filter(series=series, year=year).update(last=F("last") + 1)
    return Counter.objects.values_list("last", flat=True).get(series=series, year=year)
