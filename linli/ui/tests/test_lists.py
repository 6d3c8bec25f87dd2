"""List pages over a small table: state in the address, few statements, export of what is shown."""

import io

import django_filters
import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from linli.ui import lists, tables

pytestmark = [pytest.mark.django_db, pytest.mark.urls("linli.ui.tests.urls")]


class KindTable(tables.Table):
    caption = "类型"
    model = tables.TitleColumn("名称", note="app_label", note_name="房间")
    app_label = tables.TextColumn("房间")


class KindFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="model", lookup_expr="contains", label="名称")

    class Meta:
        model = ContentType
        fields: list[str] = []


class Kinds(lists.ListPage):
    table_class, filter_class, title = KindTable, KindFilter, "类型"
    tab_field, tab_labels, default_sort = "app_label", (("t1", "甲"), ("t2", "乙")), "model"

    def queryset(self):
        return ContentType.objects.filter(app_label__in=["t1", "t2"])


@pytest.fixture(autouse=True)
def records() -> None:
    ContentType.objects.bulk_create(ContentType(app_label="t1", model=f"a{n:02}") for n in range(12))
    ContentType.objects.bulk_create([ContentType(app_label="t2", model="=1+1")])


def page(query: str = "") -> lists.ListPage:
    view = Kinds()
    view.setup(RequestFactory().get(f"/kinds/?{query}"))
    return view


def names(query: str = "") -> list[str]:
    return [row.model for row in page(query).context()["page"].object_list]


def test_sort_tab_filter_and_size() -> None:
    assert names("tab=t1")[:2] == ["a00", "a01"]
    assert names("tab=t1&sort=-model")[0] == "a11"
    assert names("q=a0&tab=t1") == [f"a{n:02}" for n in range(10)]
    assert len(names("size=20")) == 13
    assert len(names("size=9999")) == 10


def test_tabs_count_records_where_a_sum_over_a_join_multiplies_rows() -> None:
    for kind in ContentType.objects.filter(app_label="t1")[:3]:
        kind.permission_set.bulk_create([Permission(codename=f"c{n}", content_type=kind) for n in range(2)])
    view = page()
    view.__dict__["filtered"] = view.queryset().annotate(rights=Count("permission"))
    context = view.context()
    assert [tab.count for tab in context["tabs"]] == [13, 12, 1]
    assert context["page"].paginator.count == 13
    assert sum(row.rights for row in context["page"].object_list) == 6


def test_nonsense_in_the_address_does_no_harm() -> None:
    assert names("tab=t9&sort=password&page=77&size=-1")


def test_two_statements() -> None:
    with CaptureQueriesContext(
        connection,
    ) as made:
        context = page().context()
    assert len(made) == 2
    assert [tab.count for tab in context["tabs"]] == [13, 12, 1]
    assert context["page"].paginator.count == 13


def test_address_keeps_the_rest() -> None:
    tabs = page("q=a&page=2&sort=-model").context()["tabs"]
    assert tabs[1].url == "?q=a&sort=-model&tab=t1"


def test_page_and_export() -> None:
    html = Kinds.as_view()(RequestFactory().get("/kinds/?tab=t1")).content.decode()
    assert 'aria-sort="ascending"' in html
    assert "导出 Excel" in html
    answer = Kinds.as_view()(RequestFactory().get("/kinds/?export=xlsx&tab=t2"))
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows == [("名称", "房间", "房间"), ("'=1+1", "t2", "t2")]


def test_empty_says_why() -> None:
    context = page("q=nothing-like-it").context()
    assert context["empty"]["action"] == "清空条件"
    assert not context["can_export"]
