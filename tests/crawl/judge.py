"""What is wrong with a page in the browser: the console, the policy, axe, the width."""

from typing import Any

WIDTHS = (1440, 390)
HEIGHT = 900
PATIENCE = 5_000
"""Milliseconds for a page's charts to be drawn, and for its layout to come to rest."""
REPORTS = """document.addEventListener('securitypolicyviolation',
  told => console.error('CSP ' + told.effectiveDirective + ' ' + told.blockedURI + ' ' + told.sourceFile));"""
DRAWN = "!document.querySelector('[data-chart]:not([data-drawn])')"
SETTLED = """async patience => {
  const size = () => `${document.documentElement.scrollWidth} ${document.documentElement.scrollHeight}`;
  const frame = () => new Promise(go => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(go), 20)));
  const end = performance.now() + patience;
  for (let before = '', now = size(); now !== before && performance.now() < end; now = size()) {
    before = now;
    await frame();
  }
}"""
"""Charts are drawn anew after the window's width changed: two equal measurements say that they are through."""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(0, 3).map(one => one.tagName.toLowerCase() + '.' + (one.getAttribute('class') || '')).join(' ')"""
LOOKS = """() => [...new Set([...document.querySelectorAll('body *')].map(one =>
  (one.parentElement.getAttribute('class') || '') + '>' + one.tagName + '.' + (one.getAttribute('class') || '')
  + '@' + one.getAttributeNames().join()))].sort().join('|')"""


class Judge:
    """Looks at pages one after another. Axe, which is slow, runs once for each build of a page: what elements with which
    classes and attributes it is made of."""

    def __init__(self) -> None:
        self.looked: set[tuple[int, int]] = set()
        self.noted: list[str] = []

    def attend(self, page: Any) -> None:
        """Note what this page's console says from now on."""
        page.add_init_script(REPORTS)
        page.on("console", lambda one: self.noted.append(f"console: {one.text}") if one.type == "error" else None)
        page.on("pageerror", lambda error: self.noted.append(f"script: {error}"))

    def look(self, page: Any) -> list[str]:
        """What is wrong with the page that is open, at each width. Leaves the console's notes empty."""
        from playwright.sync_api import TimeoutError as Late

        wrong: list[str] = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            try:
                page.wait_for_function(DRAWN, timeout=PATIENCE)
            except Late:
                wrong.append("a chart is not drawn")
            page.evaluate(SETTLED, PATIENCE)
            if (over := page.evaluate(OVER)) > 0:
                wrong.append(f"{over} px too wide at {width}: {page.evaluate(WIDE)}")
            wrong += self._axe(page, width)
        wrong, self.noted = [*wrong, *self.noted], []
        return wrong

    def _axe(self, page: Any, width: int) -> list[str]:
        from axe_playwright_python.sync_playwright import Axe

        build = (width, hash(page.evaluate(LOOKS)))
        if build in self.looked:
            return []
        self.looked.add(build)
        found = Axe().run(page).response["violations"]
        return [f"axe {one['id']} at {width}: {one['nodes'][0]['html'][:160]}" for one in found]
