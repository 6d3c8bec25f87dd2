"""A small sample of `make crawl`: one clerk's first pages; and a page with everything wrong, which the crawl must notice."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from linli.foundations.parties.models import Person
from tests import stage
from tests.browser.test_keyboard import begin
from tests.crawl.judge import Judge
from tests.crawl.walk import Finding, Limits, Walk

pytestmark = pytest.mark.browser
FEW = Limits(pages=16, opened=1, asked=1)
HARM = """<a href="/projects/0/">nowhere</a><script>window.harm = 1</script><img src="/static/brand.svg">
<div class="harm">wide</div><style>.harm { width: 4000px }</style></main>"""


@pytest.fixture(scope="module")
def address(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), stage.committed(begin), stage.server() as running:
        yield running


@pytest.fixture
def page(address: str, chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(locale="zh-CN")
    username = Person.objects.order_by("pk").values_list("username", flat=True)[0]
    session = {"name": settings.SESSION_COOKIE_NAME, "value": stage.session_of(username), "url": address}
    context.add_cookies([session])
    yield context.new_page()
    context.close()


def test_a_clerk_meets_nothing_wrong(page: Any, address: str) -> None:
    walk = Walk(page, address, Judge(), FEW)
    assert [str(finding) for finding in walk.go("/inbox/")] == []
    assert walk.opened.total() > 7


def test_whatever_is_wrong_is_noticed(page: Any, address: str) -> None:
    """The control."""

    def harm(route: Any) -> None:
        answer = route.fetch()
        headers = {name: text for name, text in answer.headers.items() if name != "content-length"}
        route.fulfill(status=200, headers=headers, body=answer.text().replace("</main>", HARM, 1))

    page.route("**/help/", harm)
    found = list(Walk(page, address, Judge(), Limits(pages=1)).go("/help/"))
    assert [one for one in ("console", "CSP", "axe image-alt") if not any(one in told.wrong for told in found)] == []
    gone = list(Walk(page, address, Judge(), Limits(pages=1)).go("/projects/0/"))
    assert gone == [Finding("thread:project", "/projects/0/", "status 404")]


def test_a_page_is_judged_when_it_has_come_to_rest(page: Any) -> None:
    """A chart that is drawn anew some frames after the window got narrower is not too wide; one that stays so is."""
    again = "addEventListener('resize', () => setTimeout(() => { box.style.width = `${innerWidth}px` }, 30))"
    body = '<main><div id="box" style="width:1400px;height:9px"></div></main>'
    for script, wrong in ((again, 0), ("", 1)):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.set_content(f"<body style='margin:0'>{body}<script>{script}</script>")
        assert sum("too wide" in told for told in Judge().look(page)) == wrong
