"""The kernel's tables."""

from linli.kernel.models.approvals import Approval, ApprovalStep
from linli.kernel.models.calendar import CalendarDay, CalendarYear
from linli.kernel.models.files import StoredFile
from linli.kernel.models.inbox import Task
from linli.kernel.models.journal import Event, IdempotencyKey, JournalHead, JournalPosition
from linli.kernel.models.numbering import Counter
from linli.kernel.models.subject import Subject

__all__ = [
    "Approval",
    "ApprovalStep",
    "CalendarDay",
    "CalendarYear",
    "Counter",
    "Event",
    "IdempotencyKey",
    "JournalHead",
    "JournalPosition",
    "StoredFile",
    "Subject",
    "Task",
]
