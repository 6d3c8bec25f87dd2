"""`make crawl`: follow every link of a running demo as every role, in chromium, at 1440 and 390 px.

The demo must be running (`make run`). Wrong is: an offered address that answers 4xx or 5xx, an error of the console, a
report of the content policy, an axe violation, a page that is wider than the window. A few addresses of each kind are
tried (`--opened`, `--asked`), for each of the shown accounts or those named by `--as`; `--as visitor` signs nobody in.
"""

import argparse
import os
import sys
import time
from collections import Counter
from typing import Any

VISITOR = "visitor"


def arguments(words: list[str]) -> argparse.Namespace:
    from tests.crawl.walk import Limits

    usual = Limits()
    reader = argparse.ArgumentParser(prog="make crawl", description=__doc__)
    reader.add_argument("--base", default="http://127.0.0.1:8000")
    reader.add_argument("--as", dest="users", action="append", metavar="ACCOUNT")
    reader.add_argument("--from", dest="starts", action="append", metavar="/PATH/", help="begin here")
    for name in ("pages", "opened", "asked", "people"):
        reader.add_argument(f"--{name}", type=int, default=getattr(usual, name))
    return reader.parse_args(words)


def sign_in(page: Any, base: str, user: str) -> None:
    from linli.demo.cast import PASSWORD

    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.click("form [type=submit]:visible")
    if page.url.startswith(f"{base}/account/"):
        raise SystemExit(f"{user} cannot sign in at {base}: is it a demo?")


def main(words: list[str]) -> int:
    import django
    from playwright.sync_api import sync_playwright

    django.setup()

    from linli.cli import system
    from linli.demo.cast import ACCOUNTS
    from tests.crawl.judge import Judge
    from tests.crawl.walk import Limits, Walk

    given = arguments(words)
    told, known, wrong = Judge(), Counter[str](), 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=system.browser() or None, args=["--no-sandbox"])
        for user in given.users or [VISITOR, *ACCOUNTS]:
            begun = time.monotonic()
            page = browser.new_context(locale="zh-CN").new_page()
            if user != VISITOR:
                sign_in(page, given.base, user)
            walk = Walk(page, given.base, told, Limits(given.pages, given.opened, given.asked, given.people), known)
            for finding in walk.go(*(given.starts or ["/", "/inbox/"][: 1 if user == VISITOR else 2])):
                wrong += 1
                sys.stdout.write(f"✗ {user}: {finding}\n")
                sys.stdout.flush()
            opened, asked, took = walk.opened.total(), walk.asked.total(), time.monotonic() - begun
            sys.stdout.write(f"{user}: {opened} pages opened, {asked} addresses asked, {took:.0f} s\n")
            sys.stdout.flush()
            page.context.close()
        browser.close()
    sys.stdout.write(f"{wrong} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    sys.exit(main(sys.argv[1:]))
