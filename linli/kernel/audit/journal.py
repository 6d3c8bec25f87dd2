"""What must be so of the journal: nothing missing, nothing twice, nothing changed."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import rfc8785
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import hooks
from linli.kernel.audit import Check, rows
from linli.kernel.journal import leaf
from linli.kernel.models.journal import Event, IdempotencyKey, JournalHead, JournalQueue

LONGEST_WAIT = timedelta(minutes=10)
"""The sequencer runs with every action and every minute by itself."""

_GAPS = (
    "SELECT before, position FROM (SELECT position, lag(position, 1, 0::bigint) OVER (ORDER BY position) AS before"
    " FROM kernel_journalposition) AS found WHERE position <> before + 1 ORDER BY position"
)
_UNPLACED = (
    "SELECT id FROM kernel_event AS e WHERE NOT EXISTS (SELECT 1 FROM kernel_journalposition WHERE event_id = e.id)"
    " AND NOT EXISTS (SELECT 1 FROM kernel_journalqueue WHERE event_id = e.id) ORDER BY id"
)


@hooks.on("audit.checks")
def checks() -> list[Check]:
    return [
        Check("journal.positions", gettext_lazy("留痕次序从 1 起连续，不缺不重"), gaps),
        Check("journal.placed", gettext_lazy("每条留痕都排入次序，没有长期等待的"), unplaced),
        Check("journal.leaves", gettext_lazy("每条留痕与写入时的规范形式一致"), changed),
        Check("journal.answers", gettext_lazy("每个幂等键都存有答复"), unanswered),
    ]


def gaps() -> Iterator[str]:
    for before, position in rows(_GAPS):
        yield _("次序 %(before)s 之后是 %(position)s。") % {"before": before, "position": position}
    last = rows("SELECT coalesce(max(position), 0) FROM kernel_journalposition")[0][0]
    head = JournalHead.objects.values_list("position", flat=True).first()
    if head != last:
        yield _("末位记为 %(head)s，实际是 %(last)s。") % {"head": head, "last": last}


def unplaced() -> Iterator[str]:
    for (pk,) in rows(_UNPLACED):
        yield _("留痕 %(pk)s 没有次序，也不在等待。") % {"pk": pk}
    late = JournalQueue.objects.filter(event__recorded_at__lt=timezone.now() - LONGEST_WAIT)
    for pk in late.order_by("event_id").values_list("event_id", flat=True):
        yield _("留痕 %(pk)s 等待排序已超过 %(minutes)d 分钟。") % {"pk": pk, "minutes": LONGEST_WAIT.seconds // 60}


def changed() -> Iterator[str]:
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        if not _as_written(event):
            yield _("留痕 %(pk)s（%(verb)s）写入后被改动。") % {"pk": event.pk, "verb": event.verb}


def _as_written(event: Event) -> bool:
    """The moment is compared as a moment: the leaf keeps the time zone in which it was written, the column does not."""
    kept = bytes(event.leaf)
    try:
        written = json.loads(kept)
        same_moment = datetime.fromisoformat(written["at"]) == event.at
        return same_moment and rfc8785.dumps(leaf(event) | {"at": written["at"]}) == kept
    except (ValueError, KeyError, TypeError):
        return False


def unanswered() -> Iterator[str]:
    for verb, key in IdempotencyKey.objects.filter(answer__isnull=True).order_by("id").values_list("verb", "key"):
        yield _("%(verb)s 的幂等键 %(key)s 没有答复。") % {"verb": verb, "key": key}
