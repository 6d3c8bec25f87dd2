"""`make shots`: pictures of the main pages of a running demo, at 1440 and 390 px, into var/shots.

The demo must be running (`make run`); `--base` names its address, `--as USER` the demo account, `--page /path/` pages.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WIDTHS = (1440, 390)
PUBLIC = ("/", "/public/projects/", "/public/notices/", "/public/money/", "/public/say/", "/account/login/")
INSIDE = (
    "/inbox/",
    "/projects/",
    "/needs/",
    "/goals/",
    "/tenders/",
    "/delivery/",
    "/evaluation/",
    "/followup/",
    "/rules/",
)


def name_of(path: str) -> str:
    return path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-").replace("&", "-") or "home"


def main(words: list[str]) -> int:
    import django
    from playwright.sync_api import sync_playwright

    django.setup()

    from linli.cli import system
    from linli.demo.cast import PASSWORD

    parser = argparse.ArgumentParser(prog="make shots", description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--as", dest="user", default="jiedao")
    parser.add_argument("--page", action="append", help="only these pages")
    parser.add_argument("--to", type=Path, default=ROOT / "var" / "shots")
    given = parser.parse_args(words)
    given.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system.browser() or None, args=["--no-sandbox"])
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 900}, locale="zh-CN")
            for path in [] if given.page else PUBLIC:
                page.goto(given.base + path)
                page.screenshot(path=given.to / f"{name_of(path)}-{width}.png", full_page=True)
            page.goto(given.base + "/account/login/")
            page.fill("input[name=login]", given.user)
            page.fill("input[name=password]", PASSWORD)
            page.click("form [type=submit]:visible")
            for path in given.page or INSIDE:
                page.goto(given.base + path)
                page.screenshot(path=given.to / f"{name_of(path)}-{width}.png", full_page=True)
            page.close()
        browser.close()
    print(f"{len(list(given.to.glob('*.png')))} pictures in {given.to}")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    sys.exit(main(sys.argv[1:]))
