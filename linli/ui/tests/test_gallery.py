"""Every component stands in the gallery; every sample page renders in both languages."""

import re
from pathlib import Path

import pytest
from django.test import Client

from linli.ui.web.views import SAMPLES

TEMPLATES = Path(__file__).parents[1] / "templates"
pytestmark = [pytest.mark.urls("linli.ui.tests.urls"), pytest.mark.django_db]


@pytest.fixture
def visitor(settings) -> Client:
    settings.DEMO = True
    return Client()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", ["", *(f"{name}/" for name in SAMPLES)])
def test_pages_render(visitor: Client, page: str, language: str) -> None:
    answer = visitor.get(f"/gallery/{page}", headers={"accept-language": language})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert len(re.findall(r"<h1\b", text)) == 1
    assert "演示数据" in text or "Demo data" in text


def test_unknown_sample_is_not_found(visitor: Client) -> None:
    assert visitor.get("/gallery/nothing/").status_code == 404


def test_closed_to_visitors_of_a_real_deployment(settings) -> None:
    settings.DEMO = settings.DEBUG = False
    assert Client().get("/gallery/").status_code == 403


def test_every_component_is_shown() -> None:
    """Used by the gallery, by a page sample, or by a component that is."""
    names = {path.stem.replace("_", "-") for path in (TEMPLATES / "cotton").glob("*.html")}
    texts = " ".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    assert names - set(re.findall(r"<c-([a-z-]+)", texts)) == set()


def test_refusal_pages_say_what_to_do(visitor: Client) -> None:
    from django.template.loader import render_to_string

    for name in ("400", "403", "404", "503", "403_csrf"):
        assert "href=" in render_to_string(f"{name}.html")
    assert "{%" not in (TEMPLATES / "500.html").read_text()
