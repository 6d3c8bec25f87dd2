"""Somebody's way through the pages, with what the inbox asks for. LINLI_SHOTS names a folder for pictures of every page on
the way, at both widths."""

import os
from pathlib import Path
from re import Pattern
from typing import Any

from tests.journeys.hand import Hand

SHOTS = os.environ.get("LINLI_SHOTS", "")


class Walk:
    def __init__(self, hand: Hand) -> None:
        self.hand, self.shots = hand, 0

    def as_(self, username: str, path: str) -> Hand:
        self.hand.sign_in(username)
        self.hand.open(path)
        self.look()
        return self.hand

    def look(self) -> None:
        """Pictures of the page, where they are asked for."""
        if not SHOTS:
            return
        page = self.hand.page
        self.shots += 1
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(400)
            name = page.url.split("/", 3)[3].split("?")[0].strip("/").replace("/", "-") or "home"
            page.screenshot(path=Path(SHOTS) / f"{self.shots:02d}-{name}-{width}.png", full_page=True)

    def press(self, name: str, **fields: Any) -> None:
        """Fill in, press, look."""
        self.hand.fill(**fields)
        self.hand.press(name)
        self.look()

    def to_do(self, username: str, words: str | Pattern[str]) -> None:
        """Sign in and follow the task of these words from the inbox."""
        self.as_(username, "/inbox/?all=1")
        task = self.hand.page.get_by_role("main").get_by_role("link", name=words)
        assert task.count(), f"nothing asks {username} for {words}: {self.hand.words()[:900]}"
        with self.hand.page.expect_navigation():
            task.first.click()
        self.look()

    def says(self, *words: str) -> None:
        told = self.hand.words()
        assert [one for one in words if one not in told] == [], told
