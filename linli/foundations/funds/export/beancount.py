"""The ledger in beancount's text format: every account opened, every posting with what it is about, every balance asserted.

Written line by line, in the order of effective dates, so that a ledger of any size is exported in constant memory.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Max, Min, OuterRef, Subquery

from linli.foundations.funds.models import Account, Entry, PostingKind

CURRENCY = "CNY"
FIELDS = (
    "posting_id", "posting__effective_on", "posting__kind", "posting__note", "posting__posted_at", "posting__event_id",
    "posting__project_key", "posting__reverses_id", "posting__settles_id", "account__code", "amount",
)  # fmt: skip


def lines() -> Iterator[str]:
    """The file's lines."""
    yield 'option "title" "邻里 资金总账"'
    yield f'option "operating_currency" "{CURRENCY}"'
    yield ""
    yield from _opened()
    yield from _posted()
    yield from _asserted()


def _used() -> Any:
    dates = Entry.objects.filter(account=OuterRef("pk")).order_by().values("account")
    return Account.objects.filter(sequence__gt=0).annotate(
        first=Subquery(dates.annotate(day=Min("posting__effective_on")).values("day")),
        last=Subquery(dates.annotate(day=Max("posting__effective_on")).values("day")),
    )


def _opened() -> Iterator[str]:
    rows = (
        _used().order_by("first", "pk").values_list("first", "code", "source__name", "year", "purpose", "place__code")
    )
    for first, code, source, year, purpose, place in rows.iterator(2000):
        yield f"{first} open {code} {CURRENCY}"
        yield from _facts({"source": source, "year": str(year), "purpose": purpose, "place": place})


def _posted() -> Iterator[str]:
    rows = Entry.objects.order_by("posting__effective_on", "posting_id", "pk").values_list(*FIELDS).iterator(5000)
    for _key, group in groupby(rows, key=lambda row: row[0]):
        entries = list(group)
        key, day, kind, note, at, event, project, reverses, settles = entries[0][:9]
        yield ""
        yield f"{day} * {_text(PostingKind(kind).label)} {_text(note)}"
        about = {"posting": key, "posted": at.isoformat(), "event": event, "project": project, "reverses": reverses,
                 "settles": settles}  # fmt: skip
        yield from _facts(about)
        for entry in entries:
            yield f"  {entry[9]}  {entry[10]:.2f} {CURRENCY}"


def _asserted() -> Iterator[str]:
    """Balances hold at the beginning of a day, so they are asserted for the day after the last posting."""
    yield ""
    latest: date | None = Entry.objects.aggregate(day=Max("posting__effective_on"))["day"]
    if latest is None:
        return
    for code, balance in (
        Account.objects.filter(sequence__gt=0).order_by("pk").values_list("code", "balance").iterator()
    ):
        yield f"{latest + timedelta(days=1)} balance {code}  {balance:.2f} {CURRENCY}"


def _facts(known: dict[str, Any]) -> Iterator[str]:
    for name, value in known.items():
        if value not in (None, ""):
            yield f"  {name}: {_text(value)}"


def _text(value: Any) -> str:
    """A string of the format: quotes and backslashes escaped as in JSON, in one line."""
    return json.dumps(" ".join(str(value).split()), ensure_ascii=False)
