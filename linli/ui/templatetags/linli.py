"""Tags and filters of the page templates: `{% load linli %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from linli.ui import context as ui_context
from linli.ui import formats, steps
from linli.ui.status import FAMILIES, WORDS, Status

register = template.Library()

for _name in ("yuan", "wan", "yuan_unit", "wan_unit", "day", "day_full", "moment", "weekday", "remaining"):
    register.filter(_name, getattr(formats, _name))
register.simple_tag(formats.remaining, name="remaining_time")
register.simple_tag(formats.day_range)


@register.simple_tag
def icon(name: str, extra: str = "", label: str = "") -> SafeString:
    """An icon of the sprite. Without a label it is hidden from screen readers."""
    aria = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')  # noqa: S308
    return format_html(
        '<svg class="icon {}" {}><use href="{}#{}"></use></svg>', extra, aria, static("ui/vendor/icons.svg"), name
    )


@register.simple_tag
def badge(status: Status | str, word: str = "") -> SafeString:
    """A status badge from a Status, or from the key of a shared word (`linli.ui.status.WORDS`)."""
    state = WORDS[status] if isinstance(status, str) else status
    return format_html(
        '<span class="status status-{}">{}<span>{}</span></span>', state.family, icon(state.sign), word or state.word
    )


@register.filter
def family_icon(family: str) -> str:
    """The icon that a status family shows when its word has none."""
    return FAMILIES.get(family, "circle-dashed")


@register.filter
def step_name(number: int) -> Any:
    """The name of a step by its number."""
    return steps.NAMES.get(int(number), "")


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """A value of a mapping by a key that is itself a variable."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def times(count: int | str) -> range:
    """`{% for _ in 6|times %}`: the numbers from 1 to count."""
    return range(1, int(count) + 1)


@register.filter
def percent(part: Any, whole: Any = 100) -> str:
    """A share of the whole for an SVG width, kept between 0 and 100: 40.0%."""
    try:
        share = 100 * float(part) / float(whole)
    except (TypeError, ValueError, ZeroDivisionError):
        share = 0.0
    return f"{min(100.0, max(0.0, share)):.2f}%"


@register.simple_tag(takes_context=True)
def ui_shell(context: template.Context) -> Any:
    """The frame's data, whether or not the context processor is installed."""
    known = context.get("shell")
    if known is not None:
        return known
    request = context.get("request")
    return ui_context.build(request) if request is not None else None


@register.simple_tag
def is_demo() -> bool:
    """Whether this deployment runs on demo data."""
    return bool(getattr(settings, "DEMO", False))


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's own address with parameters changed; an empty value removes one. State lives in the address."""
    request = context.get("request")
    if request is None:
        return "?"
    params = request.GET.copy()
    for key, value in changes.items():
        params.pop(key, None)
        if value not in ("", None):
            params[key] = str(value)
    return f"?{params.urlencode()}"


CONTROL_CLASSES = {"select": "form-select", "selectmultiple": "form-select"}
CHOICE_WIDGETS = ("radioselect", "checkboxselectmultiple")


@register.filter
def widget_kind(field: BoundField) -> str:
    """The widget's class in lower case, by which the field component chooses its layout."""
    return type(field.field.widget).__name__.lower()


@register.filter
def is_choice(field: BoundField) -> bool:
    """Whether the field is a group of options and needs a fieldset."""
    return widget_kind(field) in CHOICE_WIDGETS


@register.filter
def is_numeric(field: BoundField) -> bool:
    """Whether the value is a number, to be right-aligned."""
    return widget_kind(field) == "numberinput" or getattr(field.field, "is_money", False)


@register.simple_tag
def control(field: BoundField, hint: str = "", **attrs: Any) -> SafeString:
    """The field's widget with our classes and the links to its hint and error for screen readers."""
    kind = widget_kind(field)
    classes = "form-check-input" if kind == "checkboxinput" else CONTROL_CLASSES.get(kind, "form-control")
    if kind in CHOICE_WIDGETS:
        classes = "form-check-input"
    if is_numeric(field):
        classes += " num"
    described = [f"{field.auto_id}-hint"] if hint or field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}-error")
        classes += " is-invalid"
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={**attrs, "class": f"{classes} {own}".strip()})
