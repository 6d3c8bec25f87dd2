"""What happens when a batch comes into force, whoever issued it. Called inside the verbs that do."""

from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from linli.foundations.catalogue.models import Batch, CatalogueItem
from linli.foundations.rulebook.words import day_words
from linli.kernel import clock
from linli.kernel.errors import Refusal


def next_number() -> int:
    """The number that the next batch gets. Two at once would get the same; the constraint refuses the second."""
    return (Batch.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def into_force(batch: Batch, since: date) -> int:
    """Give the batch's items their date; items of the same code end on the day before. Returns how many.

    Items that began on that day or later cannot be ended before they began: refused.
    """
    mine = CatalogueItem.objects.filter(batch=batch)
    codes = list(mine.values_list("code", flat=True))
    others = CatalogueItem.objects.issued().filter(code__in=codes).exclude(batch=batch)
    late = others.filter(since__gte=since).order_by("-since").first()
    if late is not None:
        raise Refusal(
            _("施行日期 %(day)s 不晚于“%(item)s”现行版本的 %(last)s。")
            % {"day": day_words(since), "item": late, "last": day_words(late.since or since)},
            remedy=_("请改用更晚的施行日期。"),
            field="since",
        )
    others.filter(Q(until__isnull=True) | Q(until__gte=since)).update(until=since - timedelta(days=1))
    mine.update(since=since)
    batch.since, batch.issued_at = since, clock.now()
    return len(codes)
