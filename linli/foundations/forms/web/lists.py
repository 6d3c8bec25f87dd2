"""The list of forms."""

from typing import Any

import django_filters
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy

from linli.foundations.forms.models import Form, FormVersion, Submission
from linli.foundations.forms.states import FAMILY, Purpose, VersionState
from linli.kernel import rls
from linli.ui import tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action
from linli.ui.status import Status


class FormFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(label=gettext_lazy("关键词"), method="by_words")

    def by_words(self, found: QuerySet[Form], _name: str, value: str) -> QuerySet[Form]:
        return found.filter(Q(title__icontains=value) | Q(form_id__icontains=value))


class FormTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("表单"), note="form_id", note_name=gettext_lazy("编号"))
    organisation = tables.TextColumn(gettext_lazy("制表单位"), accessor="organisation__name", orderable=False)
    purpose = tables.TextColumn(gettext_lazy("用途"), accessor="get_purpose_display", order_by="purpose", card="half")
    label = tables.TextColumn(
        gettext_lazy("现行版本"), accessor="current_label", orderable=False, empty=gettext_lazy("未发布")
    )
    status = tables.StatusColumn(gettext_lazy("状态"), accessor="shown_status", orderable=False)
    received = tables.NumberColumn(gettext_lazy("填报数"), accessor="received", orderable=False)

    caption = gettext_lazy("表单")


class FormListPage(ListPage):
    table_class = FormTable
    filter_class = FormFilter
    title = gettext_lazy("表单")
    tab_field = "purpose"
    tab_labels = Purpose.choices
    default_sort = "title"
    empty_text = gettext_lazy("入户走访、实地监测和满意度测评用的表单，以 XLSForm 工作簿上传。")

    def queryset(self) -> QuerySet[Form]:
        newest = FormVersion.objects.filter(form=OuterRef("pk"))
        published = newest.filter(state=VersionState.PUBLISHED)
        return (
            Form.objects.visible_to(self.request.actor)  # type: ignore[attr-defined]
            .select_related("organisation")
            .annotate(
                current_label=Subquery(published.values("label")[:1]), newest_state=Subquery(newest.values("state")[:1])
            )
        )

    def table(self, rows: Any) -> tables.Table:
        counts = self._received([form.pk for form in rows])
        for form in rows:
            state = VersionState.PUBLISHED if form.current_label else form.newest_state
            form.shown_status = Status(FAMILY[state], VersionState(state).label)
            form.received = counts.get(form.pk, 0)
        return super().table(rows)

    def _received(self, forms: list[int]) -> dict[int, int]:
        """How many submissions of each the actor may see."""
        actor = self.request.actor  # type: ignore[attr-defined]
        found = Submission.objects.visible_to(actor).current().filter(form__in=forms)
        with rls.acting(actor):
            return dict(found.order_by().values_list("form").annotate(n=Count("pk")))

    def actions(self) -> list[Action]:
        actor = self.request.actor  # type: ignore[attr-defined]
        found = [
            (gettext_lazy("采集密钥"), "xforms:keys", "qrcode", "default", "xforms.key:list"),
            (gettext_lazy("上传表单"), "xforms:new", "upload", "primary", "xforms.form:upload"),
        ]
        return [
            Action(label, reverse(name), icon, look) for label, name, icon, look, right in found if actor.may(right)
        ]
