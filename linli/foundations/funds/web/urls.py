"""Addresses of the funds."""

from django.urls import path

from linli.foundations.funds.web import lists, views
from linli.ui.web.access import needs

app_name = "funds"

urlpatterns = [
    path("", needs("funds.source:list")(lists.SourceList.as_view()), name="list"),
    path("new/", views.new, name="create"),
    path("<int:pk>/", views.source, name="source"),
    path("<int:pk>/adjust/", views.change, name="adjust"),
]
