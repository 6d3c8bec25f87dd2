"""Every address of the house; each room keeps its own list."""

from django.urls import URLPattern, URLResolver, include, path

from linli.flow.thread.web import help as help_page
from linli.flow.thread.web import inbox, search
from linli.openness.portal.api import public as public_api

handler500 = "linli.ui.web.errors.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("linli.foundations.forms.web.urls")),
    path("home/", inbox.home, name="home"),
    path("search/", search.search, name="search"),
    path("help/", help_page.page, name="help"),
    path("", include("linli.flow.thread.web.inbox_urls")),
    path("", include("linli.flow.thread.web.urls")),
    path("", include("linli.flow.s3_tenders.web.urls")),
    path("account/", include("linli.foundations.parties.web.account_urls")),
    path("places/", include("linli.foundations.places.web.urls")),
    path("parties/", include("linli.foundations.parties.web.urls")),
    path("", include("linli.flow.s4_delivery.web.urls")),
    path("", include("linli.flow.s5_evaluation.web.urls")),
    path("", include("linli.flow.s6_followup.web.urls")),
    path("", include("linli.foundations.rulebook.web.urls")),
    path("", include("linli.foundations.catalogue.web.urls")),
    path("", include("linli.foundations.admission.web.urls")),
    path("funds/", include("linli.foundations.funds.web.urls")),
    path("", include("linli.flow.s1_needs.web.urls")),
    path("", include("linli.flow.s2_goals.web.urls")),
    path("", include("linli.ui.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", public_api.urls()),
    path("", include("linli.kernel.web.urls")),
    path("", include("linli.openness.insight.web.urls")),
    path("", include("linli.openness.portal.web.urls")),
]
