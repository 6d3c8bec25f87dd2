"""What a person would post: a shown form filled in, and what he might add to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from unittest import mock

from django import forms
from django.apps import apps
from django.db import models

from linli.kernel import clock

PHONE, MAIL, PASSWORD = "13900002468", "kanarie@example.invalid", "kanarienvogel-singt-nie-7"
"""Personal data and a secret that must not be found again in logs, addresses and the journal."""
TEXT = "按要求办理，情况属实。"
"""What is written into every field of free text: never in a log or an address, in the journal only where it is meant to stand."""
EMPTY = {"csrfmiddlewaretoken": "x"}
"""What a browser sends with a form without fields."""
NEVER_FIELDS = {"idempotency_key", "version", "next", "csrfmiddlewaretoken", "id"}


def filled(form: Any) -> dict[str, Any]:
    """The form as it is first shown, with something in every field that is empty."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if value in (None, "", []):
            value = entry(name, field)
        if value not in (None, ""):
            data[form.add_prefix(name)] = value
    return data


def entry(name: str, field: forms.Field) -> Any:
    """Something that the field accepts."""
    if "phone" in name:
        return PHONE
    if isinstance(field, forms.EmailField):
        return MAIL
    if "password" in name:
        return PASSWORD
    if isinstance(field, forms.ModelChoiceField):
        found = field.queryset.first() if field.queryset is not None else None
        return None if found is None else [found.pk] if isinstance(field, forms.ModelMultipleChoiceField) else found.pk
    if isinstance(field, forms.ChoiceField):
        chosen = next((key for key, _label in field.choices if key not in ("", None)), None)
        return [chosen] if isinstance(field, forms.MultipleChoiceField) and chosen is not None else chosen
    if isinstance(field, forms.DateTimeField):
        return clock.now().isoformat()
    if isinstance(field, forms.DateField):
        return clock.today().isoformat()
    if isinstance(field, forms.BooleanField):
        return "on" if field.required else None
    if isinstance(field, forms.IntegerField | forms.DecimalField | forms.FloatField):
        return max(field.min_value or 1, 1)
    return None if isinstance(field, forms.FileField) else TEXT


def shown(response: Any) -> Any:
    """The form of a shown page, if it has one."""
    context = getattr(response, "context", None)
    found = context.get("form") if context is not None else None
    return found if isinstance(found, forms.BaseForm) else None


@contextmanager
def read() -> Iterator[list[forms.BaseForm]]:
    """Every form that a request fills meanwhile: their fields are those that a page means to take."""
    made: list[forms.BaseForm] = []
    build = forms.BaseForm.__init__

    def noted(form: forms.BaseForm, *args: Any, **options: Any) -> None:
        build(form, *args, **options)
        if form.is_bound:
            made.append(form)

    with mock.patch.object(forms.BaseForm, "__init__", noted):
        yield made


def taken(made: list[forms.BaseForm]) -> set[str]:
    """The names of the fields of these forms, as they are posted."""
    return {form.add_prefix(name) for form in made for name in form.fields}


def columns() -> Iterator[tuple[str, Any]]:
    """Every column of every table by the names that a careless view would take, with a value that would change it."""
    for model in apps.get_models():
        if model.__module__.startswith("linli."):
            for field in model._meta.local_fields:
                for name in {field.name, field.attname} - NEVER_FIELDS:
                    yield name, other(field)


def other(field: "models.Field[Any, Any]") -> Any:
    """A value of the field's kind that no record has, or hardly one."""
    if field.choices:
        return list(field.choices)[-1][0]
    if isinstance(field, models.DateTimeField):
        return datetime(2001, 2, 3, 4, 5).isoformat()
    if isinstance(field, models.DateField):
        return date(2001, 2, 3).isoformat()
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DecimalField):
        return "1.23"
    if isinstance(field, models.IntegerField | models.ForeignKey):
        return "1"
    return "zq-mass"
