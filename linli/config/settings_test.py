"""Settings of the tests: the application's role on a private cluster, no demo marker, quick password hashing."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("LINLI_VAR", tempfile.mkdtemp(prefix="linli-test-"))

from linli.config.database import PLANNED
from linli.config.settings import *  # noqa: F403

CLUSTER = dict(part.split("=", 1) for part in os.environ.get("LINLI_TEST_PG", "host=/run/postgresql port=5432").split())
TEST_DATABASE = os.environ.get("LINLI_TEST_DB", "linli_test")
TEST_OWNER_ROLE = "linli_owner"
DATABASES = {
    "default": {
        "ENGINE": "linli.kernel.postgres",
        "NAME": TEST_DATABASE,
        "USER": "linli_app",
        "HOST": CLUSTER["host"],
        "PORT": CLUSTER["port"],
        "OPTIONS": PLANNED,
        "TEST": {"NAME": TEST_DATABASE},
    }
}
SECRET_KEY = "tests-only-tests-only-tests-only-tests-only-tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = Path(os.environ["LINLI_VAR"]) / "static"
ALLOWED_HOSTS = ["*"]
REQUIRE_MFA = False
REAUTHENTICATE = False
