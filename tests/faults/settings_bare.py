"""Settings without the pages for what goes wrong: a control that must fail."""

from linli.config.settings import *  # noqa: F403

MIDDLEWARE = [name for name in MIDDLEWARE if not name.endswith("ErrorPages")]  # noqa: F405
ROOT_URLCONF = "tests.faults.urls_bare"
