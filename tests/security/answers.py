"""What answers contain: the text of pages, tables and papers, the guarded words in it, the canaries that came to life."""

import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from linli.kernel.actor import Actor
from tests.security import guarded, markup, tables

FAR = ("no", "own", "place", "others")
"""Whose rows somebody saw, the farthest counts."""
PARSED = 4
"""Answers of one address that a parser reads; the rest differ in who is greeted."""
SHEET = "xl/worksheets/"


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def parts_of(response: Any) -> dict[str, str]:
    """The texts of an answer by kind: a page's, or those within an office file or a PDF."""
    kind, content = response.headers.get("Content-Type", ""), content_of(response)
    if content[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            return {name: archive.read(name).decode("utf-8", "replace") for name in names}
    if content[:5] == b"%PDF-":
        return {"pdf": "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)}
    return {"html" if kind.startswith("text/html") else "text": content.decode("utf-8", "replace")}


class Watch:
    """Reads every answer that somebody gets."""

    def __init__(self, rows: Mapping[Any, guarded.Row] | None = None) -> None:
        self.rows = guarded.planted_rows() if rows is None else rows
        self.headings = sorted({row.heading for row in self.rows.values()})
        self.seen: dict[tuple[str, str], str] = defaultdict(lambda: "no")
        self.where: dict[tuple[str, str, str], str] = {}
        self.alive: list[tuple[str, str, str]] = []
        self.escaped = 0
        self.parsed: Counter[str] = Counter()

    def read(self, persona: str, actor: Actor, response: Any, path: str) -> None:
        if response.status_code >= 500 or response.status_code in (301, 302, 304):
            return
        for name, text in parts_of(response).items():
            if not text:
                continue
            self._note(persona, actor, text, path)
            if "zqx" in text:
                self.escaped += 1
            self.alive += [(path, persona, one) for one in self._born(name, text, path)]

    def _born(self, name: str, text: str, path: str) -> list[str]:
        """Parsed are the first answers of each address; in the others a canary that escaping missed stands as it was typed."""
        if name == "html" and self.parsed[path] < PARSED:
            self.parsed[path] += 1
            return markup.born(text)
        if name == "html":
            return ["an element"] if "<zqx" in text else []
        return markup.calculated(text) if name.startswith(SHEET) else []

    def _note(self, persona: str, actor: Actor, text: str, path: str) -> None:
        for word in {*guarded.found_in(text), *guarded.SECRET.findall(text)}:
            if (row := self.rows.get(word)) is None:
                continue
            key, far = (row.heading, persona), row.distance(actor)
            self.where.setdefault((*key, far), path)
            self.seen[key] = max(self.seen[key], far, key=FAR.index)

    def table(self, personas: Any) -> tables.Table:
        """Each guarded field by each persona: whose of it he saw anywhere."""
        return {heading: {who: self.seen[heading, who] for who in personas} for heading in self.headings}

    def told(self, heading: str, persona: str) -> str:
        """Where the farthest sight was had."""
        return self.where.get((heading, persona, self.seen[heading, persona]), "")
