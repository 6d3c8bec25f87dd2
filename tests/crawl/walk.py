"""Breadth-first through everything that pages offer to one person, a few addresses of each kind."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from lxml.html import document_fromstring

from tests.crawl.judge import Judge

Known = Counter[str] | None
OPENED, ASKED = 2, 5
"""Of each kind of address: how many are opened in the browser, and how many are asked for their status."""
TABS = ("tab", "key", "page", "verb", "export")
"""Words of an address that choose another page, not another record."""


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, and which page offered the address."""

    kind: str
    path: str
    wrong: str
    offered_by: str = ""

    def __str__(self) -> str:
        return f"{self.path}  {self.wrong}" + (f"  (offered by {self.offered_by})" if self.offered_by else "")


@dataclass
class Limits:
    """`pages`: addresses asked for by one person in all. `people`: for how many people addresses of a kind are opened in
    the browser; the others' are only asked for."""

    pages: int = 500
    opened: int = OPENED
    asked: int = ASKED
    people: int = 20


def kind_of(address: str) -> str:
    """The view that answers, the tab, and the names of the query's words: addresses of a kind look alike."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return parts.path
    words = [(key, str(value)) for key, value in found.kwargs.items() if key in TABS]
    words += parse_qsl(parts.query)
    told = {f"{key}={value if key in TABS and value.isidentifier() else ''}" for key, value in words}
    return "?".join([found.view_name, *sorted(told)])


class Walk:
    """One person's way through the house. `page` is his browser's page, `base` the service's address; `known` counts for
    how many people before him addresses of a kind were opened."""

    def __init__(self, page: Any, base: str, judge: Judge, limits: Limits | None = None, known: Known = None) -> None:
        self.page, self.base, self.judge, self.limits = page, base, judge, limits or Limits()
        self.known = Counter() if known is None else known
        self.seen: set[str] = set()
        self.asked: Counter[str] = Counter()
        self.opened: Counter[str] = Counter()
        judge.attend(page)

    def go(self, *starts: str) -> Iterator[Finding]:
        """Everything that is wrong on the way, as it is found."""
        ahead = deque((self.base + start, "") for start in starts)
        while ahead and self.asked.total() < self.limits.pages:
            address, offered_by = ahead.popleft()
            kind = kind_of(address)
            if address in self.seen or self.asked[kind] >= self.limits.asked:
                continue
            self.seen.add(address)
            self.asked[kind] += 1
            found, links = self._at(address, kind)
            path = address.removeprefix(self.base)
            yield from (Finding(kind, path, wrong, offered_by) for wrong in found)
            ahead.extend((link, path) for link in links if link not in self.seen)
        self.known.update(set(self.opened))

    def _at(self, address: str, kind: str) -> tuple[list[str], list[str]]:
        """What is wrong at an address, and the links of its page."""
        answer = self.page.request.get(address)
        if answer.status >= 400:
            return [f"status {answer.status}"], []
        if "text/html" not in answer.headers.get("content-type", ""):
            return [], []
        if self.opened[kind] < self.limits.opened and self.known[kind] < self.limits.people:
            self.opened[kind] += 1
            self.page.goto(address)
            return self.judge.look(self.page), self._links(self.page.content(), address)
        return [], self._links(answer.text(), address)

    def _links(self, text: str, address: str) -> list[str]:
        found = [urldefrag(urljoin(address, one)).url for one in document_fromstring(text).xpath("//a/@href")]
        return [one for one in dict.fromkeys(found) if one.startswith(self.base + "/")]
