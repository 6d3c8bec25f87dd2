"""Addresses of step 2; `pk` is the project's."""

from django.urls import include, path

from linli.flow.s2_goals.results.web import chain, contents, people, targets, team
from linli.flow.s2_goals.web import basics, budget, filling, lists, papers, review, views
from linli.ui.web.access import needs

app_name = "goals"
urlpatterns = [
    path("goals/plans/", include("linli.flow.s2_goals.plans.web.urls")),
    path("", include("linli.flow.s2_goals.reviews.web.urls")),
    path("goals/", needs("goals.design:list")(lists.DesignListPage.as_view()), name="list"),
    path("goals/<int:pk>/begin/", views.begin, name="begin"),
    path("goals/<int:pk>/basics/", basics.basics, name="basics"),
    path("goals/<int:pk>/people/", people.people, name="people"),
    path("goals/<int:pk>/chain/", chain.chain, name="chain"),
    path("goals/<int:pk>/targets/", targets.targets, name="targets"),
    path("goals/<int:pk>/budget/", budget.budget, name="budget"),
    path("goals/<int:pk>/budget/check/", budget.check, name="budget_check"),
    path("goals/<int:pk>/budget/sheet/", filling.from_sheet, name="budget_sheet"),
    path("goals/<int:pk>/budget/copy/", filling.from_project, name="budget_copy"),
    path("goals/<int:pk>/team/", team.team, name="team"),
    path("goals/<int:pk>/fill/", contents.fill, name="fill"),
    path("goals/<int:pk>/review/", review.review, name="review"),
    path("goals/<int:pk>/paper/<slug:form>/", papers.paper, name="paper"),
    path("goals/<int:pk>/draft/<slug:page>/", views.draft, name="draft"),
]
