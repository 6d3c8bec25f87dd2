"""HTML on standard input to PDF on standard output, by WeasyPrint, in a process of its own.

Type setting takes 150 MB and seconds; the web server keeps neither. A document fetches nothing: what it shows is in its own
text or embedded data. Ends with MISSING where the system's libraries are not there.
"""

import os
import sys
from pathlib import Path
from typing import Any

SHEET = Path(__file__).with_name("paper.css")
MISSING = 3


def make(html: str) -> bytes:
    """The document as PDF with its fonts embedded. Raises OSError where the system's libraries are missing."""
    import weasyprint

    fetcher = embedded_only(weasyprint)
    sheet = weasyprint.CSS(string=SHEET.read_text("utf-8"), url_fetcher=fetcher)
    made: bytes = weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[sheet])
    return made


def embedded_only(library: Any) -> Any:
    """The fetcher of documents: embedded data, and neither files nor the network. A template that names an address
    fails aloud, instead of printing without it."""
    urls = library.urls

    class Embedded(urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.lower().startswith("data:"):
                raise urls.FatalURLFetchingError(f"documents fetch nothing: {url[:60]}")
            return super().fetch(url, headers)

    return Embedded(allowed_protocols=("data",), allow_redirects=False)


def main() -> int:
    os.nice(5)
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return MISSING
    sys.stdout.buffer.write(make(sys.stdin.buffer.read().decode("utf-8")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
