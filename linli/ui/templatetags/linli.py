"""Tags and filters of the page templates: `{% load linli %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from linli.ui import context as ui_context
from linli.ui import formats, steps, texts
from linli.ui.money import Offer, offer
from linli.ui.status import FAMILIES, WORDS, Status

register = template.Library()

for _name in (
    "yuan",
    "wan",
    "yuan_unit",
    "wan_unit",
    "day",
    "day_full",
    "moment",
    "moment_full",
    "weekday",
    "remaining",
):
    register.filter(_name, getattr(formats, _name))
register.simple_tag(formats.remaining, name="remaining_time")
register.simple_tag(formats.day_range)


@register.simple_tag
def icon(name: str, extra: str = "", label: str = "") -> SafeString:
    """An icon of the sprite. Without a label it is hidden from screen readers."""
    aria = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
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


@register.simple_tag
def shaky(due_at: Any) -> SafeString | str:
    """The chip beside a deadline that rests on a year whose swaps are not announced; nothing where it cannot move."""
    from linli.ui.due import shaky as warning

    text = warning(due_at or None)
    return badge(Status("attention", text)) if text else ""


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
        classes = "choices"
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


@register.simple_tag
def wan_offer(field: Any) -> Offer | None:
    """The answers to the question whether 万元 was meant; None where a money field did not ask."""
    return offer(field) if getattr(getattr(field, "field", None), "is_money", False) and field.errors else None


@register.filter
def words(text: str) -> list[str]:
    """A list from words parted by spaces."""
    return text.split()


@register.filter
def starts(text: str, prefix: str) -> bool:
    """Whether an address lies under another."""
    return bool(prefix) and text.startswith(prefix)


@register.simple_tag
def stylesheet(name: str) -> str:
    """The address of one of our style sheets."""
    return static(f"ui/css/{name}.css")


@register.simple_tag
def script_texts(clock: bool = True) -> dict[str, str]:
    """The words that scripts write, in the page's language; without the server's `clock` they are always the same."""
    return texts.for_scripts(clock)


@register.simple_tag
def problems_of(form: Any, errors: Any) -> Any:
    """The lines of an error summary, from a form or as given."""
    from linli.ui.forms import problems

    return errors or (problems(form) if form else [])


@register.simple_tag
def gauge_state(value: Any, guide: Any, ceiling: Any) -> str:
    """stop above the ceiling, watch above the guide value, else nothing."""
    number = float(value or 0)
    if ceiling not in ("", None) and number > float(ceiling):
        return "stop"
    return "watch" if guide not in ("", None) and number > float(guide) else ""


@register.filter
def page_numbers(page: Any) -> list[int | str]:
    """Page numbers around the current one, with … for gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.filter
def far(number: int | str, current: int) -> bool:
    """Whether a page number is left out on a phone: more than one away and not an end."""
    return isinstance(number, int) and abs(number - current) > 1 and number != 1


@register.simple_tag(takes_context=True)
def keep_query(context: template.Context, *without: str) -> SafeString:
    """Hidden inputs that carry the page's other parameters through a GET form."""
    params = context["request"].GET if "request" in context else {}
    return format_html_join(
        "", '<input type="hidden" name="{}" value="{}">', ((k, v) for k, v in params.items() if k not in without)
    )


@register.filter
def sort_state(column: Any, table: Any) -> str:
    """The column's state in the words of aria-sort; nothing when the rows are not sorted by it."""
    by = table.sorted_by
    if by.lstrip("-") != column.name:
        return ""
    return "descending" if by.startswith("-") else "ascending"


@register.filter
def next_sort(column: Any, table: Any) -> str:
    """The value of `sort` that turns the column's order round."""
    return f"-{column.name}" if table.sorted_by == column.name else str(column.name)


@register.filter
def is_select(column: Any) -> bool:
    """Whether the column holds the boxes to choose rows."""
    return "select" in (column.attrs["td"].get("class") or "").split()
