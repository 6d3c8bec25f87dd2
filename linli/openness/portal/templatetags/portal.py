"""Small marks of the public pages that stand in long lists: made once, kept as text."""

from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.openness.portal import services, words
from linli.ui.formats import wan_unit
from linli.ui.status import Status
from linli.ui.steps import NAMES
from linli.ui.templatetags.linli import badge, icon

register = template.Library()
FOUND = (
    '<li class="found"><span class="service-icon">{}</span><div><h3><a href="/public/projects/{}/">{}</a></h3>'
    '<p>{}</p>{}</div><div class="found-money"><b>{}</b><span>{}</span></div></li>'
)
COLOURS = ("#13506F", "#3B8CB3", "#2B7F69", "#C78A2C", "#8A5A7C")


@register.simple_tag
def six(step: int, state: str) -> SafeString:
    """The six cells with the words beside them: 第 4 步 · 正在服务."""
    return _six(step, state, get_language() or "")


@lru_cache(maxsize=512)
def _six(step: int, state: str, language: str) -> SafeString:
    classes = (("done" if n < step else "current" if n == step else "",) for n in range(1, 7))
    cells = format_html_join("", '<i class="{}"></i>', classes)
    text = _("第 %(n)s 步 · %(state)s") % {"n": step, "state": words.state_word(state)}
    return format_html(
        '<span class="mini"><span class="mini-cells" aria-hidden="true">{}</span><span>{}</span></span>', cells, text
    )


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """A project's state in plain words, as a badge."""
    return _state_badge(state, get_language() or "")


@lru_cache(maxsize=256)
def _state_badge(state: str, language: str) -> SafeString:
    return badge(Status(words.state_family(state), words.state_word(state)))


@register.simple_tag
def found(row: dict[str, Any]) -> SafeString:
    """One line of a result list. Written here, not in a template: a list has twenty, and each costs a tenth as much."""
    where = [name for name in (row["place"], row["town"], row["provider"]) if name]
    signed = row["contract_amount"] is not None
    amount = row["contract_amount"] if signed else row["budget"]
    return format_html(
        FOUND,
        _icon(services.icon_for(row["title"], row["catalogue_name"])),
        row["number"],
        row["title"],
        " · ".join(where),
        _six(row["step"], row["state"], get_language() or ""),
        "" if amount is None else wan_unit(amount),
        "" if amount is None else _("合同金额") if signed else _("预算"),
    )


@register.simple_tag
def service_icon(row: dict[str, Any]) -> SafeString:
    """The picture of a service."""
    return _icon(services.icon_for(row["title"], row["catalogue_name"]))


@lru_cache(maxsize=64)
def _icon(name: str) -> SafeString:
    return icon(name)


@register.filter
def step_word(number: int) -> Any:
    """The name of a step."""
    return NAMES.get(int(number), "")


@register.filter
def colour(place: int) -> str:
    """The colour of the n-th part of a bar (1–5)."""
    return COLOURS[(int(place) - 1) % len(COLOURS)]


@register.filter
def chinese_number(number: int) -> str:
    """一 to 九 for the heads of a document, figures beyond."""
    return "一二三四五六七八九"[number - 1] if 1 <= number <= 9 else str(number)
