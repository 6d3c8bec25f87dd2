"""Addresses of the funds."""

from django.urls import path

from linli.foundations.funds.web import accounts, budgets, lists, overview, statements, views
from linli.ui.web.access import needs

app_name = "funds"

urlpatterns = [
    path("", needs("funds.source:list")(lists.SourceList.as_view()), name="list"),
    path("new/", views.new, name="create"),
    path("overview/", overview.overview, name="overview"),
    path("budgets/", budgets.budgets, name="budgets"),
    path("budgets/<int:pk>/", budgets.budget, name="budget"),
    path("accounts/", needs("funds.source:list")(accounts.AccountList.as_view()), name="accounts"),
    path("accounts/<int:pk>/", statements.account, name="account"),
    path("postings/<int:pk>/", statements.posting, name="posting"),
    path("<int:pk>/", views.source, name="source"),
    path("<int:pk>/adjust/", views.change, name="adjust"),
]
