"""Finished pages of anonymous visitors, kept in this process up to a number of bytes; the least used go first."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

MOST_BYTES = 8 * 1024 * 1024
LARGEST_PAGE = 512 * 1024
OVERHEAD = 600
"""Bytes that a kept page costs beside its body: headers, key, bookkeeping (measured generously)."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A response as it was sent: its body, its headers, and the tag that stands for both."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD


class PageStore:
    """A least-recently-used store bounded in bytes, shared by the threads of one process."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> KeptPage | None:
        """The page kept under the key, which thereby counts as used."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: KeptPage) -> None:
        """Keep a page, unless it is larger than one page may be; drop the least used ones beyond the bound."""
        if len(page.body) > LARGEST_PAGE:
            return
        with self._lock:
            known = self._pages.pop(key, None)
            self.bytes += page.size - (known.size if known else 0)
            self._pages[key] = page
            while self.bytes > self.most_bytes:
                _, oldest = self._pages.popitem(last=False)
                self.bytes -= oldest.size

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def __len__(self) -> int:
        return len(self._pages)
