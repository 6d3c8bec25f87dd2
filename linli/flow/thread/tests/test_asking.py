"""Every task says its own act: the button, and the badge, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from linli.flow.thread import asking
from linli.kernel import inbox
from linli.kernel.actions import registry

ASKING = {"open_task", "_ask", "to_sign"}


def _asked() -> Iterator[str]:
    """The verbs that the code asks for by name, wherever it opens a task."""
    for path in (settings.BASE_DIR / "linli").rglob("*.py"):
        if "tests" not in path.parts:
            yield from _in(path)


def _in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ASKING:
            for given in node.args:
                if isinstance(given, ast.Constant) and ":" in str(given.value):
                    yield str(given.value)


def test_every_verb_that_a_task_asks_for_has_its_word() -> None:
    asked = set(_asked())
    assert len(asked) > 30
    assert sorted(verb for verb in asked if not inbox.word_of(verb)) == []


def test_verbs_asked_for_through_a_name_have_theirs() -> None:
    for verb in ("insight.reminder:acknowledge", "parties.organisation:approve", "tenders.seat:declare"):
        assert inbox.word_of(verb)


@pytest.mark.parametrize(
    ("verb", "zh", "en"),
    [
        ("tenders.tender:publish", ("去发布", "待发布"), ("Publish", "To publish")),
        ("tenders.bid:score", ("去评分", "待评分"), ("Score", "To score")),
        ("kernel.approval:approve", ("去审批", "待审批"), ("Decide", "To decide")),
    ],
)
def test_button_and_badge_in_both_languages(verb: str, zh: tuple[str, str], en: tuple[str, str]) -> None:
    for language, words in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert (asking.button(verb), asking.waiting(verb)) == words


def test_words_are_short() -> None:
    long = [verb for verb, action in registry.items() if len(str(action.short)) > 3]
    assert long == []


def test_an_act_without_a_word_is_still_offered() -> None:
    assert (asking.button("no.such:verb"), asking.waiting("no.such:verb")) == ("去办理", "待办理")
