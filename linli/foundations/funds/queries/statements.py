"""An account's statement, page by page: by key, so that the last page of a million costs what the first does."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from linli.foundations.funds.models import Account, Entry
from linli.kernel import workdays

ZERO = Decimal(0)

# An account's entries are numbered without a gap and in the order of their posting: the first of a day is found by halving.
_FIRST_FROM = """
WITH RECURSIVE half (low, high) AS (
    SELECT 1::bigint, %(count)s::bigint + 1
    UNION ALL
    SELECT CASE WHEN posting.posted_at < %(moment)s THEN entry.sequence + 1 ELSE half.low END,
           CASE WHEN posting.posted_at < %(moment)s THEN half.high ELSE entry.sequence END
    FROM half
    JOIN funds_entry AS entry ON entry.account_id = %(account)s AND entry.sequence = (half.low + half.high) / 2
    JOIN funds_posting AS posting ON posting.id = entry.posting_id
    WHERE half.low < half.high
)
SELECT low FROM half WHERE low = high
"""


@dataclass(frozen=True, slots=True)
class Window:
    """The entries `first` to `last` of an account by sequence, both included; empty when `first` is greater."""

    first: int
    last: int

    @property
    def count(self) -> int:
        return max(0, self.last - self.first + 1)


@dataclass(frozen=True, slots=True)
class Statement:
    """One page, newest first. `older` and `newer` are what to ask for next (`before=` and `after=`), None at the ends.
    `opening` and `closing` are the balances before and after the whole window (yuan)."""

    account: Account
    window: Window
    opening: Decimal
    closing: Decimal
    entries: list[Entry]
    older: int | None
    newer: int | None


def window(account: Account, since: date | None = None, until: date | None = None) -> Window:
    """What was posted from one day to another, both included; open where a day is missing. A statement for each day."""
    first = _first_from(account, since) if since else 1
    last = _first_from(account, until + workdays.DAY) - 1 if until else account.sequence
    return Window(first, last)


def _first_from(account: Account, day: date) -> int:
    """The sequence of the first entry posted on or after a day; one past the last when there is none."""
    moment = timezone.make_aware(datetime.combine(day, time.min))
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_FROM, {"account": account.pk, "count": account.sequence, "moment": moment})
        return int(cursor.fetchone()[0])


def statement(
    account: Account,
    *,
    since: date | None = None,
    until: date | None = None,
    before: int | None = None,
    after: int | None = None,
    size: int = 50,
) -> Statement:
    """The entries before (older than) or after (newer than) a sequence number; the newest without either."""
    whole = window(account, since, until)
    first = max(whole.first, after + 1) if after is not None else whole.first
    last = min(whole.last, before - 1) if before is not None else whole.last
    rows = Entry.objects.filter(account=account, sequence__range=(first, last))
    rows = rows.select_related("posting")
    if after is not None:
        found = list(rows.order_by("sequence")[:size])[::-1]
    else:
        found = list(rows.order_by("-sequence")[:size])
    oldest, newest = (found[-1].sequence, found[0].sequence) if found else (whole.first, whole.last)
    return Statement(
        account,
        whole,
        _balance_at(account, whole.first - 1),
        _balance_at(account, whole.last),
        found,
        oldest if oldest > whole.first else None,
        newest if newest < whole.last else None,
    )


def _balance_at(account: Account, sequence: int) -> Decimal:
    if sequence == account.sequence:
        return account.balance
    found = Entry.objects.filter(account=account, sequence=sequence).values_list("balance", flat=True).first()
    return ZERO if found is None else found


def counterparts(entries: list[Entry]) -> dict[int, list[Account]]:
    """The accounts on the other side of these entries' postings, by posting. One statement.

    Every source's part of a posting balances by itself: what a pool takes from others' sources is not this one's other side,
    and its names are not shown to who may see this source alone.
    """
    own, sources = {entry.account_id for entry in entries}, {entry.source_id for entry in entries}
    sides = Entry.objects.filter(posting__in=[entry.posting_id for entry in entries], source__in=sources)
    sides = sides.exclude(account__in=own)
    found: dict[int, list[Account]] = {}
    for side in sides.select_related("account__source", "account__pool", "account__earmark").order_by("pk"):
        found.setdefault(side.posting_id, []).append(side.account)
    return found
