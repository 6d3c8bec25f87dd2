"""Settings come from the environment only; `linli` sets it, and docs/operations.md lists every variable."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from linli.config.database import from_url
from linli.config.logs import LOGGING  # noqa: F401
from linli.config.security import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("LINLI_VAR", BASE_DIR / "var"))
LAW_DIR = Path(os.environ.get("LINLI_LAW", BASE_DIR / "law"))

DEBUG = os.environ.get("LINLI_DEBUG") == "1"
SECRET_KEY = os.environ.get("LINLI_SECRET_KEY", "only-for-building-and-checking-never-for-serving-anyone-0123456789")
ALLOWED_HOSTS = os.environ.get("LINLI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("LINLI_ORIGINS", "").split(",") if o]

DISTRICT = os.environ.get("LINLI_DISTRICT", "320117")

# Text messages that verify residents' numbers (linli/flow/s1_needs/gateways.py)
SMS_GATEWAY = os.environ.get("LINLI_SMS_GATEWAY", "shown" if DEMO else "off")  # noqa: F405
SMS_URL = os.environ.get("LINLI_SMS_URL", "")
SMS_TOKEN = os.environ.get("LINLI_SMS_TOKEN", "")
SMS_HEADER = os.environ.get("LINLI_SMS_HEADER", "Authorization")
SMS_TIMEOUT = float(os.environ.get("LINLI_SMS_TIMEOUT", "5"))

DATABASES = {
    "default": from_url(
        os.environ.get("DATABASE_URL", "postgresql://linli_app@/linli"),
        pool=os.environ.get("LINLI_POOL") == "1",
        planned=os.environ.get("LINLI_PREPARE", "1") == "1",
    )
}
DATABASE_APP_ROLE = os.environ.get("LINLI_DATABASE_APP_ROLE", "linli_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "linli.kernel",
    "linli.ui",
    "linli.foundations.places",
    "linli.foundations.rulebook",
    "linli.foundations.parties",
    "linli.foundations.catalogue",
    "linli.foundations.admission",
    "linli.foundations.funds",
    "linli.foundations.forms",
    "linli.flow.thread",
    "linli.flow.s1_needs",
    "linli.flow.s2_goals",
    "linli.flow.s3_tenders",
    "linli.flow.s4_delivery",
    "linli.flow.s5_evaluation",
    "linli.flow.s6_followup",
    "linli.openness.portal",
    "linli.openness.insight",
    "linli.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "django_cotton.apps.SimpleAppConfig",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "pgtrigger",
    "procrastinate.contrib.django",
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linli.kernel.readonly.ReadOnlyRequests",
    "linli.foundations.forms.openrosa.quick.QuickIntake",
    "linli.openness.portal.middleware.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "linli.foundations.parties.signin.private.PrivatePages",
    "linli.foundations.parties.signin.session.SessionTimes",
    "linli.foundations.parties.middleware.CurrentActor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linli.foundations.parties.signin.second_factor.RequireSecondFactor",
    "linli.foundations.parties.signin.old_password.RequireFreshPassword",
    "linli.foundations.parties.signin.kept.KeepInput",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "linli.ui.web.errors.ErrorPages",
]

ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

AUTH_USER_MODEL = "parties.Person"
# A phone sends about a hundred photos at once beside the form itself.
DATA_UPLOAD_MAX_NUMBER_FILES = 150
READ_WRITE_PATHS = ("/account/",)
