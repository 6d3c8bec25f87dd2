"""Addresses of the yearly plan, within those of step 2."""

from django.urls import path

from linli.flow.s2_goals.plans.web import lists, plan, writing
from linli.ui.web.access import needs, signed_in_page

urlpatterns = [
    path("", needs("goals.plan:list")(lists.PlanListPage.as_view()), name="plans"),
    path("new/", writing.new, name="plan_new"),
    path("<int:pk>/", plan.page, name="plan"),
    path("<int:pk>/describe/", signed_in_page(writing.Describe.as_view()), name="plan_describe"),
    path("<int:pk>/needs/", signed_in_page(writing.TakeNeeds.as_view()), name="plan_needs"),
    path("<int:pk>/lines/", signed_in_page(writing.TakeLines.as_view()), name="plan_lines"),
    path("<int:pk>/rows/new/", signed_in_page(writing.PutRow.as_view()), name="plan_row_new"),
    path("<int:pk>/rows/<int:key>/", signed_in_page(writing.PutRow.as_view()), name="plan_row"),
    path("<int:pk>/rows/<int:key>/drop/", writing.drop_row, name="plan_row_drop"),
    path("<int:pk>/rows/<int:key>/project/", signed_in_page(writing.Link.as_view()), name="plan_link"),
    path("<int:pk>/revise/", signed_in_page(writing.Revise.as_view()), name="plan_revise"),
    path("<int:pk>/submit/", writing.pressed, {"verb": "submit"}, name="plan_submit"),
    path("<int:pk>/publish/", writing.pressed, {"verb": "publish"}, name="plan_publish"),
    path("<int:pk>/drop/", writing.pressed, {"verb": "drop"}, name="plan_drop"),
]
