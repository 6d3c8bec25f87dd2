"""The deployment's own settings, and one more address: see bench/urls.py."""

from linli.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
