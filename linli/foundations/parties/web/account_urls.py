"""Addresses of signing in, under /account/: those of django-allauth that the house uses, and no others."""

from allauth.account import views
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import urls as openid
from django.urls import include, path

from linli.foundations.parties.web import account, registration
from linli.ui.web.access import public_page, signed_in_page

urlpatterns = [
    path("", account.home, name="account_home"),
    path("kept/", account.kept, name="account_kept"),
    path("login/", public_page(views.login), name="account_login"),
    path("logout/", public_page(views.logout), name="account_logout"),
    path("inactive/", public_page(views.account_inactive), name="account_inactive"),
    path("forgotten/", registration.forgotten, name="account_reset_password"),
    path("reauthenticate/", signed_in_page(views.reauthenticate), name="account_reauthenticate"),
    path("password/", signed_in_page(views.password_change), name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sso/cancelled/", public_page(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("sso/error/", public_page(social.login_error), name="socialaccount_login_error"),
    path("sso/unknown/", registration.forgotten, name="socialaccount_signup"),
    path("sso/connections/", account.home, name="socialaccount_connections"),
    path("", include(openid)),
]
