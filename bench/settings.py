"""The deployment's own settings, and three things more: one more address (bench/urls.py), a count of statements on
demand, and sign-in without a second factor, for no telephone takes part in a measurement."""

from linli.config.settings import *  # noqa: F403
from linli.config.settings import MIDDLEWARE as HOUSE

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.counting.CountStatements", *HOUSE]
REQUIRE_MFA = False
