"""Fixtures of the tests that need the whole house."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = os.environ.get("LINLI_CHROMIUM") or "/usr/bin/chromium"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's browser. Playwright keeps an event loop in this thread, which Django would take for asynchronous code."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with pytest.MonkeyPatch.context() as patch, sync_api.sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield running
        running.close()
