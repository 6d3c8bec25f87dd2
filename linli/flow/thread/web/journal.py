"""The history of anything: every event on a record or by a person, refusals included."""

from typing import Any

import django_filters
from django.apps import apps
from django.db.models import QuerySet
from django.forms import TextInput
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.thread.timeline import law_url, told, verb_of
from linli.kernel import journal
from linli.kernel.models import Event
from linli.kernel.models.journal import Outcome
from linli.ui import formats, tables
from linli.ui.lists import ListPage
from linli.ui.status import Status

OUTCOMES = {
    Outcome.DONE: Status("done", gettext_lazy("已办")),
    Outcome.REFUSED: Status("danger", gettext_lazy("被拒绝")),
}


class JournalFilter(django_filters.FilterSet):  # type: ignore[misc]
    subject = django_filters.CharFilter(
        label=gettext_lazy("对象"), method="by_subject", widget=TextInput(attrs={"placeholder": "thread.project:12"})
    )
    person = django_filters.CharFilter(label=gettext_lazy("办理人"), field_name="person__name", lookup_expr="icontains")
    outcome = django_filters.ChoiceFilter(
        label=gettext_lazy("结果"), choices=Outcome.choices, empty_label=gettext_lazy("全部结果")
    )
    since = django_filters.DateFilter(label=gettext_lazy("自"), field_name="at", lookup_expr="date__gte")

    def by_subject(self, found: "QuerySet[Event]", _name: str, value: str) -> "QuerySet[Event]":
        label, _colon, key = value.strip().lower().partition(":")
        if not key.isdigit():
            return found.filter(subject_text__icontains=value.strip())
        return found.filter(subject_type=label, subject_id=int(key))


class LawColumn(tables.TextColumn):
    """The clauses; they lead to the page that lists the rules with their values of that day."""

    def render(self, value: Any, record: Event) -> SafeString:
        address = law_url(record, inside=True)
        return format_html('<a href="{}">{}</a>', address, value) if address and value else format_html("{}", "—")


class JournalTable(tables.Table):
    at = tables.TextColumn(gettext_lazy("时间"), accessor="shown_at", order_by="id")
    verb = tables.TextColumn(
        gettext_lazy("动作"), accessor="shown_verb", note="told", note_name=gettext_lazy("内容"), orderable=False
    )
    subject = tables.TextColumn(
        gettext_lazy("对象"),
        accessor="subject_text",
        note="shown_subject",
        note_name=gettext_lazy("编号"),
        orderable=False,
    )
    who = tables.TextColumn(gettext_lazy("办理人"), accessor="person", note="organisation", orderable=False)
    outcome = tables.StatusColumn(gettext_lazy("结果"), accessor="shown_outcome", orderable=False)
    law = LawColumn(gettext_lazy("依据"), accessor="shown_law", orderable=False)

    caption = gettext_lazy("留痕")


class JournalPage(ListPage):
    """For supervisors, the civil-affairs bureau and operators."""

    table_class = JournalTable
    filter_class = JournalFilter
    title = gettext_lazy("留痕")
    page_size = 20
    default_sort = "-at"
    empty_text = gettext_lazy("办理的每一步、被拒绝的每一次尝试都会记在这里，不能修改，也不能删除。")

    def queryset(self) -> "QuerySet[Event]":
        return journal.disclosed().select_related("person", "organisation").defer("leaf")

    def table(self, rows: list[Event]) -> JournalTable:
        for event in rows:
            dress(event)
        return super().table(rows)


def dress(event: Event) -> Event:
    """Give an event what its row shows."""
    refused = event.outcome == Outcome.REFUSED
    event.shown_at = formats.moment(event.at)  # type: ignore[attr-defined]
    event.shown_verb = verb_of(event)  # type: ignore[attr-defined]
    event.told = str(event.facts.get("message", "")) if refused else told(event)  # type: ignore[attr-defined]
    event.shown_subject = f"{_model_name(event.subject_type)} {event.subject_id}" if event.subject_id else _("新建")  # type: ignore[attr-defined]
    event.shown_outcome = OUTCOMES[Outcome(event.outcome)]  # type: ignore[attr-defined]
    event.shown_law = "；".join(f"{law.get('document', '')} {law.get('clause', '')}" for law in event.law)  # type: ignore[attr-defined]
    return event


def _model_name(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label
