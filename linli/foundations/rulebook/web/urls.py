"""Addresses of the rule book."""

from django.urls import path

from linli.foundations.rulebook.web import calendar, documents_urls, views

app_name = "rulebook"

urlpatterns = [
    *documents_urls.urlpatterns,
    path("rules/", views.parameters, name="parameters"),
    path("rules/calendar/", calendar.page, name="calendar"),
    path("rules/calendar/<str:verb>/", calendar.do, name="calendar-do"),
    path("rules/<str:name>/", views.parameter, name="parameter"),
]
