"""Addresses of the rule book."""

from django.urls import path

from linli.foundations.rulebook.web import calendar, calendar_import, documents_urls, parameters_urls

app_name = "rulebook"

urlpatterns = [
    *documents_urls.urlpatterns,
    path("rules/calendar/", calendar.page, name="calendar"),
    path("rules/calendar/import/", calendar_import.import_page, name="calendar-import"),
    path("rules/calendar/template/", calendar_import.template, name="calendar-template"),
    path("rules/calendar/<str:verb>/", calendar.do, name="calendar-do"),
    *parameters_urls.urlpatterns,
]
