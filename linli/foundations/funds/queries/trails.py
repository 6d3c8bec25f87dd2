"""One yuan's way: every movement of a project's money, from grant to voucher."""

from django.db.models import F, QuerySet

from linli.foundations.funds.models import Entry


def trail(project_key: int) -> "QuerySet[Entry]":
    """Every movement of a project's money with its source, paper, pool, earmark and event: from grant to voucher."""
    return (
        Entry.objects.filter(posting__project_key=project_key)
        .select_related("posting__event", "account__pool", "account__earmark", "source__owner")
        .annotate(stage=F("account__stage"))
        .order_by("posting_id", "amount")
    )
