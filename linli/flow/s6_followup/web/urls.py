"""Addresses of the follow-up."""

from django.urls import path

from linli.flow.s6_followup.web import lists, pages
from linli.ui.web.access import needs

listed = needs("followup.followup:list")
app_name = "followup"
urlpatterns = [
    path("followup/", listed(lists.FollowUpList.as_view()), name="list"),
    path("followup/visits/<int:pk>/", listed(pages.VisitPage.as_view()), name="visit"),
    path("followup/<int:pk>/close/", listed(pages.Close.as_view()), name="close"),
    path("followup/<int:pk>/complain/", listed(pages.Complain.as_view()), name="complain"),
    path("followup/issues/<int:pk>/mend/", listed(pages.Mend.as_view()), name="mend"),
    path("followup/issues/<int:pk>/confirm/", listed(pages.Confirm.as_view()), name="confirm"),
    path("followup/issues/<int:pk>/return/", listed(pages.ReturnMending.as_view()), name="return_mending"),
]
