"""The forms of places."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.foundations.places.years import MOST_FLOOR, MOST_PEOPLE
from linli.kernel import clock
from linli.ui.forms import Form


class YearForm(Form):
    """A year's figures of one place."""

    year = forms.IntegerField(label=_("年度"), min_value=1990, max_value=2100, initial=lambda: clock.today().year)
    households = forms.IntegerField(label=_("户数"), min_value=0, max_value=MOST_PEOPLE)
    population = forms.IntegerField(label=_("人口"), min_value=0, max_value=MOST_PEOPLE)
    floor_space = forms.DecimalField(
        label=_("服务用房面积"),
        min_value=0,
        max_value=MOST_FLOOR,
        decimal_places=2,
        help_text=_("综合服务设施的建筑面积，平方米。"),
    )


class TableForm(Form):
    """A table to import."""

    file = forms.FileField(
        label=_("数据表"),
        help_text=_("Excel（.xlsx）或 CSV，最大 5 MB。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
