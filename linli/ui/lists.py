"""List pages: filter, tabs, sort, page, columns, export; the state lives in the address, the statements are few.

A list costs one statement for its tabs (their sum is the total) or one for the count, one for the page's rows, and one
for the columns that whoever is signed in has chosen.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import django_filters
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from linli.kernel.errors import Text
from linli.ui import columns, excel
from linli.ui.parts import Action, Tab
from linli.ui.tables import SelectColumn, Table
from linli.ui.web.acting import press

SIZES = (10, 20, 50)
EXPORT_LIMIT = 50_000


class CountedPaginator(Paginator):  # type: ignore[type-arg]
    """A paginator that was told its count."""

    def __init__(self, *args: Any, known: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known is not None:
            self.count = known


class Offer(NamedTuple):
    """A button above a list for whoever has the permission; without one for everybody."""

    label: Text
    page: str
    icon: str
    permission: str = ""
    variant: str = "default"


class ListPage(View):
    """Subclass it: set table_class, title and, as needed, filter_class, tab_field with tab_labels, default_sort, offers;
    override queryset(), summary(), actions(). Wrap `as_view()` in linli.ui.web.access like any page."""

    template_name = "ui/pages/list.html"
    table_class: ClassVar[type[Table]]
    filter_class: ClassVar[type[django_filters.FilterSet] | None] = None
    title: Text = ""
    tab_field: ClassVar[str] = ""
    tab_sum: ClassVar[str] = ""
    tab_labels: Sequence[tuple[Any, Text]] = ()
    default_sort: ClassVar[str] = ""
    page_size: ClassVar[int] = 10
    can_export: ClassVar[bool] = True
    empty_title: Text = ""
    empty_text: Text = ""
    offers: ClassVar[Sequence[Offer]] = ()

    def queryset(self) -> QuerySet[Any]:
        """The records this actor may see (self.request.actor), with what the rows need already joined."""
        raise NotImplementedError

    def summary(self, count: int) -> list[Text]:
        """Short texts under the title."""
        return [_("共 %(n)s 项") % {"n": count}]

    def actions(self) -> list[Action]:
        """The buttons of the page head; only those the actor may press."""
        actor = getattr(self.request, "actor", None)
        return [
            Action(one.label, reverse(one.page), one.icon, one.variant)
            for one in self.offers
            if not one.permission or (actor is not None and actor.may(one.permission))
        ]

    def extra_context(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("export") == "xlsx" and self.can_export:
            return self.export()
        return render(request, self.template_name, self.context())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the columns that were chosen (`显示列`), or go back to the usual ones, and show the same page again."""
        wanted = columns.usual(self.table_class) if "usual" in request.POST else request.POST.getlist("column")
        told = {"list_name": self.list_name, "shown": wanted, "table": self.table_class}
        return press(request, columns.choose, done=_("显示列已保存"), then=request.get_full_path(), **told)  # type: ignore[arg-type]

    @cached_property
    def list_name(self) -> str:
        """The name of the list's address, under which a person's columns are kept."""
        found = self.request.resolver_match
        return found.view_name if found else ""

    @cached_property
    def shown_columns(self) -> list[str]:
        return columns.chosen(getattr(self.request, "actor", None), self.list_name, self.table_class)

    def column_choices(self) -> list[columns.Choice]:
        """The boxes of the chooser; none for visitors and for lists of one or two columns."""
        actor = getattr(self.request, "actor", None)
        names = columns.choosable(self.table_class)
        if actor is None or actor.person_id is None or len(names) <= columns.LEAST:
            return []
        heads = self.table_class.base_columns
        return [columns.Choice(name, heads[name].verbose_name, name in self.shown_columns) for name in names]

    @cached_property
    def params(self) -> QueryDict:
        return self.request.GET

    @cached_property
    def filter(self) -> django_filters.FilterSet | None:
        return (
            self.filter_class(self.params, queryset=self.queryset(), request=self.request)
            if self.filter_class
            else None
        )

    @cached_property
    def filtered(self) -> QuerySet[Any]:
        """The records after the query form, before the tab."""
        return self.filter.qs if self.filter is not None else self.queryset()

    @cached_property
    def tab(self) -> str:
        wanted = self.params.get("tab", "")
        return wanted if wanted in {str(value) for value, _label in self.tab_labels} else ""

    @cached_property
    def tab_groups(self) -> list[dict[str, Any]]:
        """Each tab's number of records and its `tab_sum`, in one pass over what may be a hundred thousand."""
        if not self.tab_field:
            return []
        found = self.filtered.order_by()
        if found.query.group_by is not None:
            # Sums over a join have made a group of every record, whose rows would be counted: count the records anew.
            found = found.model._default_manager.filter(pk__in=found.values("pk")).order_by()
        more = {"sum": Sum(self.tab_sum)} if self.tab_sum else {}
        return list(found.values(self.tab_field).annotate(n=Count("pk"), **more))

    @cached_property
    def tab_counts(self) -> dict[str, int]:
        return {str(group[self.tab_field]): group["n"] for group in self.tab_groups}

    @cached_property
    def sort(self) -> str:
        """The column to sort by, `-` before it when descending; only columns of the table that may be sorted."""
        wanted = self.params.get("sort", "") or self.default_sort
        bare = wanted.lstrip("-")
        columns = self.table_class.base_columns
        return wanted if bare in columns and columns[bare].orderable is not False else ""

    @cached_property
    def ordered(self) -> QuerySet[Any]:
        found = self.filtered.filter(**{self.tab_field: self.tab}) if self.tab else self.filtered
        if not self.sort:
            return found if found.ordered else found.order_by("-pk")
        name = self.sort.lstrip("-")
        column = self.table_class.base_columns[name]
        fields = list(column.order_by or [column.accessor or name])
        sign = "-" if self.sort.startswith("-") else ""
        return found.order_by(*(sign + str(f).replace(".", "__") for f in fields), "-pk")

    @cached_property
    def size(self) -> int:
        given = self.params.get("size", "")
        return int(given) if given in {str(s) for s in SIZES} else self.page_size

    def known_count(self) -> int | None:
        if not self.tab_field:
            return None
        return self.tab_counts.get(self.tab, 0) if self.tab else sum(self.tab_counts.values())

    def tabs(self) -> list[Tab]:
        if not self.tab_field:
            return []
        total = sum(self.tab_counts.values())
        found = [Tab(_("全部"), self.address(tab=""), not self.tab, total)]
        for value, label in self.tab_labels:
            key = str(value)
            found.append(Tab(label, self.address(tab=key), self.tab == key, self.tab_counts.get(key, 0)))
        return found

    def address(self, **changes: str) -> str:
        params = self.params.copy()
        for key in ("page", *changes):
            params.pop(key, None)
        params.update({key: value for key, value in changes.items() if value})
        return f"?{params.urlencode()}"

    def table(self, rows: Any) -> Table:
        hidden = [name for name in columns.choosable(self.table_class) if name not in self.shown_columns]
        table = self.table_class(rows, request=self.request, exclude=hidden)
        table.sorted_by = self.sort
        table.caption = table.caption or self.title
        return table

    def context(self) -> dict[str, Any]:
        paginator = CountedPaginator(self.ordered, self.size, known=self.known_count())
        page = paginator.get_page(self.params.get("page"))
        page.object_list = list(page.object_list)
        table = self.table(page.object_list)
        return {
            "head": {"title": self.title, "sub": self.summary(paginator.count), "actions": self.actions()},
            "filter": self.filter,
            "tabs": self.tabs(),
            "keep": [(k, v) for k, v in self.params.items() if k in ("tab", "sort", "size")],
            "table": table,
            "page": page,
            "sizes": SIZES,
            "selectable": any(isinstance(c, SelectColumn) for c in table.base_columns.values()),
            "columns": self.column_choices(),
            "can_export": self.can_export and paginator.count > 0,
            "empty": self.empty(),
            **self.extra_context(),
        }

    def empty(self) -> dict[str, Text]:
        """What stands in place of the rows: nothing at all, or nothing under these conditions."""
        if any(value for key, value in self.params.items() if key not in ("tab", "sort", "size", "page")):
            return {
                "title": _("没有符合条件的记录"),
                "text": _("可以放宽条件，或清空后重新查询。"),
                "url": self.request.path,
                "action": _("清空条件"),
            }
        return {"title": self.empty_title or _("还没有记录"), "text": self.empty_text, "url": "", "action": ""}

    def export(self) -> HttpResponse:
        """All the rows under the present conditions, in the present order, with the columns that are shown."""
        rows = list(self.ordered[:EXPORT_LIMIT])
        return excel.response(self.table(rows).export_rows(), str(self.title))
