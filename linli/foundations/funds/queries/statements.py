"""An account's statement, page by page: by key, so that the last page of a million costs what the first does."""

from dataclasses import dataclass

from linli.foundations.funds.models import Account, Entry


@dataclass(frozen=True, slots=True)
class Statement:
    """One page, newest first. `older` and `newer` are what to ask for next (`before=` and `after=`), None at the ends."""

    account: Account
    entries: list[Entry]
    older: int | None
    newer: int | None


def statement(account: Account, *, before: int | None = None, after: int | None = None, size: int = 50) -> Statement:
    """The entries before (older than) or after (newer than) a sequence number; the newest without either."""
    rows = Entry.objects.filter(account=account).select_related("posting__organisation", "posting__person")
    if after is not None:
        found = list(rows.filter(sequence__gt=after).order_by("sequence")[:size])[::-1]
    elif before is not None:
        found = list(rows.filter(sequence__lt=before).order_by("-sequence")[:size])
    else:
        found = list(rows.order_by("-sequence")[:size])
    if not found:
        return Statement(account, [], None, None)
    oldest, newest = found[-1].sequence, found[0].sequence
    return Statement(account, found, oldest if oldest > 1 else None, newest if newest < account.sequence else None)
