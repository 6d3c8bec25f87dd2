"""Addresses of parties, under /parties/."""

from django.urls import path

from linli.foundations.parties.web import account, lists, organisations, people, registration
from linli.ui.web.access import needs

app_name = "parties"
urlpatterns = [
    path("", needs("parties.organisation:list")(lists.OrganisationList.as_view()), name="organisations"),
    path("providers/", needs("parties.organisation:view")(lists.ProviderList.as_view()), name="providers"),
    path("new/", organisations.create, name="create"),
    path("<int:pk>/", organisations.show, name="organisation"),
    path("<int:pk>/update/", organisations.update, name="update"),
    path("<int:pk>/contact/", organisations.contact, name="contact"),
    path("<int:pk>/suspend/", organisations.suspend, name="suspend"),
    path("<int:pk>/resume/", organisations.resume, name="resume"),
    path("<int:pk>/review/", organisations.review, name="review"),
    path("<int:pk>/invite/", people.invite, name="invite"),
    path("<int:pk>/grant/", people.grant, name="grant"),
    path("memberships/<int:pk>/end/", people.end, name="end"),
    path("memberships/<int:pk>/password/", people.reset_password, name="reset_password"),
    path("memberships/<int:pk>/factors/", people.reset_factors, name="reset_factors"),
    path("act-for/", people.act_for, name="act_for"),
    path("me/", account.profile, name="profile"),
    path("me/data/", account.my_data, name="my_data"),
    path("register/", registration.register, name="register"),
    path("register/<str:token>/", registration.registration, name="registration"),
    path("invitation/<str:token>/", registration.invitation, name="invitation"),
]
