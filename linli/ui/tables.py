"""Tables of lists: django-tables2 with our template. At most eight columns, two-line cells, cards on the phone.

`card` sets how a cell lies on the phone's card: wide (a line of its own), half (two to a line), pair (label and value),
hide; `place` (1 to 7) its order there: name, whose, amount, step, status, deadline, the rest. Every column knows its plain `value` for the export; `unit` stands behind amounts on cards.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import django_tables2
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tables2 import A

from linli.kernel import clock
from linli.kernel.errors import Text
from linli.ui import formats
from linli.ui.status import Status
from linli.ui.templatetags.linli import badge, shaky


class Column(django_tables2.Column):  # type: ignore[misc]
    """A column with a place on the card. `order_by` names the fields that its heading sorts by; an `optional` one is
    shown to whoever chooses it."""

    unit: Text = ""
    card = "pair"
    place = 7
    numeric = False
    look = ""

    def __init__(
        self, verbose_name: Text = "", *, card: str = "", place: int = 0, optional: bool = False, **kwargs: Any
    ) -> None:
        self.optional = optional
        own = 2 if card == "half" and self.place == 7 else self.place
        classes = f"card-{card or self.card} at-{place or own} {self.look}".strip()
        kwargs.setdefault("attrs", {"td": {"class": classes}, "th": {"class": "num" if self.numeric else ""}})
        kwargs.setdefault("default", "—")
        super().__init__(verbose_name=verbose_name, **kwargs)

    def value(self, value: Any) -> Any:
        """What the export writes: the plain value, not what the page shows."""
        return value

    def extra_values(self, record: Any) -> list[tuple[Text, Any]]:
        """Further (heading, value) pairs that the export gives columns of their own."""
        return []


class TextColumn(Column):
    """A value and, with `note` (a dotted path), a second line. `empty` is shown for nothing: 未确定."""

    def __init__(
        self, verbose_name: Text = "", *, note: str = "", note_name: Text = "", empty: Text = "", **kwargs: Any
    ):
        self.note, self.note_name, self.empty = note, note_name, empty
        kwargs.setdefault("empty_values", ())
        super().__init__(verbose_name, **kwargs)

    def second(self, record: Any) -> Any:
        return A(self.note).resolve(record, quiet=True) if self.note else ""

    def render(self, value: Any, record: Any) -> SafeString:
        first = value if value not in (None, "") else format_html('<span class="hint">{}</span>', self.empty or "—")
        return format_html("{}{}", first, self.line_two(record))

    def line_two(self, record: Any) -> SafeString | str:
        second = self.second(record)
        return format_html('<span class="cell-note">{}</span>', second) if second else ""

    def extra_values(self, record: Any) -> list[tuple[Text, Any]]:
        return [(self.note_name, self.second(record))] if self.note and self.note_name else []


class TitleColumn(TextColumn):
    """The record's name, bold, leading to its page; the first line of the card and the head of the page's sums."""

    card = "wide"
    place = 1
    heads_total = True

    def render(self, value: Any, record: Any) -> SafeString:
        link = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
        tag = '<a class="cell-title" href="{0}">{1}</a>{2}' if link else '<span class="cell-title">{1}</span>{2}'
        return format_html(tag, link, value, self.line_two(record))


class MoneyColumn(Column):
    """An amount in yuan: `unit` 万元 for overviews, 元 for exact tables. `total` adds the page's sum below."""

    card = "half"
    place = 3
    numeric = True
    look = "num money-cell"

    def __init__(self, verbose_name: Text = "", *, exact: bool = False, total: bool = False, **kwargs: Any) -> None:
        self.unit = gettext_lazy("元") if exact else gettext_lazy("万元")
        self.write: Callable[[Any], str] = formats.yuan if exact else formats.wan
        if total:
            kwargs["footer"] = self.sum_up
        super().__init__(verbose_name, **kwargs)

    def render(self, value: Any) -> str:
        return self.write(value)

    def sum_up(self, table: Any, bound_column: Any) -> str:
        amounts = (bound_column.accessor.resolve(record, quiet=True) for record in table.data)
        return self.write(sum((a for a in amounts if a is not None), Decimal(0)))


class StatusColumn(Column):
    """A status badge; the value is a linli.ui.status.Status or the key of a shared word."""

    card = "half"
    place = 5

    def render(self, value: Status | str) -> SafeString:
        return badge(value)

    def value(self, value: Status | str) -> str:
        return str(value.word) if isinstance(value, Status) else value


class StateColumn(StatusColumn):
    """A record's badge, which `of_record` makes; the export writes the state in words."""

    def __init__(self, verbose_name: Text, of_record: Callable[[Any], Status], **kwargs: Any) -> None:
        self.of_record = of_record
        super().__init__(verbose_name, **kwargs)

    def render(self, value: Any, record: Any) -> SafeString:  # type: ignore[override]
        return badge(self.of_record(record))

    def value(self, value: Any, record: Any) -> str:  # type: ignore[override]
        return str(record.get_state_display())


class StepColumn(Column):
    """The mini bar; the value is the step's number, `tone` a dotted path to "", due or overdue."""

    card = "wide"
    place = 4

    def __init__(self, verbose_name: Text = "", *, tone: str = "", **kwargs: Any) -> None:
        self.tone = tone
        super().__init__(verbose_name, **kwargs)

    def render(self, record: Any, bound_column: Any) -> str:
        """The number itself is asked for: of a field with choices the table would hand over the word."""
        tone = A(self.tone).resolve(record, quiet=True) if self.tone else ""
        number = int(bound_column.accessor.resolve(record))
        return render_to_string("ui/parts/mini.html", {"step": number, "tone": tone or ""})

    def value(self, record: Any, bound_column: Any) -> int:  # type: ignore[override]
        return int(bound_column.accessor.resolve(record))


class DayColumn(TextColumn):
    """A day (bold) with what it is for as the second line; `tone` a dotted path to "", today or overdue."""

    card = "half"
    place = 6
    look = "card-day"

    def __init__(self, verbose_name: Text = "", *, tone: str = "", **kwargs: Any) -> None:
        self.tone = tone
        super().__init__(verbose_name, **kwargs)

    def render(self, value: Any, record: Any) -> SafeString:
        tone = A(self.tone).resolve(record, quiet=True) if self.tone else ""
        shown = _("今天") if value and value == clock.today() else formats.day(value or None)
        more = shaky(value) if self.tone and isinstance(value, datetime) else ""
        return format_html(
            '<b class="{}">{}</b>{}{}', f"tone-{tone}" if tone else "", shown, self.line_two(record), more
        )


class NumberColumn(Column):
    """A plain number, right-aligned."""

    numeric = True
    look = "num"


class SelectColumn(Column):
    """A box before each row; the forms of the toolbar read `chosen`. `form` is the id of the one that it belongs to, where
    the table does not lie within it."""

    card = "hide"

    def __init__(self, *, form: str = "", **kwargs: Any) -> None:
        self.belongs = format_html(' form="{}"', form) if form else ""
        attrs = {"td": {"class": "select"}, "th": {"class": "select"}}
        super().__init__("", accessor="pk", orderable=False, exclude_from_export=True, attrs=attrs, **kwargs)

    def render(self, value: Any, record: Any) -> SafeString:
        label = _("选择 %(name)s") % {"name": record}
        return format_html(
            '<input type="checkbox" class="form-check-input"{} name="chosen" value="{}" data-select aria-label="{}">',
            self.belongs,
            value,
            label,
        )


class Table(django_tables2.Table):  # type: ignore[misc]
    """Base of all tables. `caption` says what the rows are; ListPage sets `sorted_by` (a column, with - when descending)."""

    caption: Text = ""
    sorted_by = ""

    class Meta:
        template_name = "ui/table.html"
        attrs: dict[str, str] = {}

    def export_rows(self) -> list[list[Any]]:
        """The heading row and one row of plain values for each record."""
        heads: list[Any] = []
        rows: list[list[Any]] = []
        for row in self.rows:
            cells: list[tuple[Text, Any]] = []
            for bound in self.columns:
                if bound.column.exclude_from_export:
                    continue
                cells.append((bound.header, row.get_cell_value(bound.name)))
                extra = getattr(bound.column, "extra_values", None)
                cells += extra(row.record) if extra else []
            heads = heads or [str(head) for head, _value in cells]
            rows.append([value for _head, value in cells])
        return [heads, *rows] if rows else []
