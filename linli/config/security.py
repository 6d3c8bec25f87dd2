"""Settings of sign-in, sessions, cookies and headers; settings.py takes them over.

LINLI_HTTPS=1 says that the site is reached by HTTPS (nginx in front of it): cookies get Secure and the __Host- prefix,
answers get HSTS. LINLI_REQUIRE_MFA defaults to on, and to off for a demonstration, whose accounts share a password.
"""

import os
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

HTTPS = os.environ.get("LINLI_HTTPS") == "1"
DEMO = os.environ.get("LINLI_DEMO") == "1"
_HOST = "__Host-" if HTTPS else ""

# Sign-in
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "linli.foundations.parties.signin.backend.NameOrPhone",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATORS = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": _VALIDATORS + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATORS + "UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name", "phone", "email")}},
    {"NAME": _VALIDATORS + "CommonPasswordValidator"},
    {"NAME": _VALIDATORS + "NumericPasswordValidator"},
    {"NAME": "linli.foundations.parties.signin.passwords.NotCommonHere"},
]  # fmt: skip
ACCOUNT_ADAPTER = "linli.foundations.parties.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {"login": "linli.foundations.parties.signin.forms.SignInForm"}
ACCOUNT_USER_DISPLAY = "linli.foundations.parties.signin.adapters.display"
# One office often shares one address, so limits by address are wide; axes locks by account. The limit by key is for
# codes of the second factor.
# What comes by the public link of a form is counted by a hash of the address: a whole neighbourhood may sit behind one.
OPEN_FORMS_PER_HOUR = int(os.environ.get("LINLI_OPEN_FORMS_PER_HOUR", "60"))
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,10/1800s/key",
    "reauthenticate": "10/m/user",
    "open_form": f"{OPEN_FORMS_PER_HOUR}/h/key",
}
# Counted in the database, where every process sees them: in the memory of one, each further process would give as many
# attempts again. Full, the table drops what has expired before it drops anything else.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "parties_attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Parts of pages are kept by each process for itself: a page is read, and reading writes nothing to the database.
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LINLI_PROXIES", "0"))

# Second factor
REQUIRE_MFA = os.environ.get("LINLI_REQUIRE_MFA", "0" if DEMO else "1") == "1"
REAUTHENTICATE = os.environ.get("LINLI_REAUTHENTICATE", "0" if DEMO else "1") == "1"
MFA_ADAPTER = "linli.foundations.parties.signin.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

# Single sign-on (统一身份认证, OIDC), only when configured
SOCIALACCOUNT_ADAPTER = "linli.foundations.parties.signin.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ISSUER = os.environ.get("LINLI_OIDC_ISSUER", "")
OIDC_CLAIM = os.environ.get("LINLI_OIDC_CLAIM", "preferred_username")
OIDC_NAME = os.environ.get("LINLI_OIDC_NAME", "") or _("统一身份认证")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": os.environ.get("LINLI_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("LINLI_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ],
    }

# Lockout: by account name as typed, whether it exists or not; limits come from the rule book
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = "linli.foundations.parties.signin.limits.failures"
AXES_COOLOFF_TIME = "linli.foundations.parties.signin.limits.lock_time"
AXES_USERNAME_CALLABLE = "linli.foundations.parties.signin.backend.typed_name"
AXES_CLIENT_IP_CALLABLE = "allauth.core.internal.httpkit.get_client_ip"
AXES_LOCKOUT_CALLABLE = "linli.foundations.parties.signin.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "login", "password", "ip_address", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# W006 wants the address among the lockout parameters: one office is one address, and the account is what is guarded.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

# Sessions and cookies
SESSION_ENGINE = "linli.foundations.parties.signin.store"
SESSION_COOKIE_NAME = f"{_HOST}linli-session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SEEN_COOKIE_NAME = f"{_HOST}linli-seen"
KEPT_COOKIE_NAME = f"{_HOST}linli-kept"
CSRF_COOKIE_NAME = f"{_HOST}linli-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS

# Transport and headers
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz?/?$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Chromium holds the redirect that follows a form to the same rule, so the directory's own origin must be named.
_ISSUER_ORIGIN = ["://".join(urlsplit(OIDC_ISSUER)[:2])] if OIDC_ISSUER else []
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *_ISSUER_ORIGIN],
        "frame-ancestors": [NONE],
    }
}
