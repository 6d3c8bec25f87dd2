"""Database constraints speak to people: a violated constraint becomes a refusal in its own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.kernel.errors import Refusal


@cache
def _messages() -> dict[str, str | Promise]:
    return {
        constraint.name: constraint.violation_error_message or ""
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }


def explain(error: IntegrityError) -> Refusal:
    """The refusal for a violated constraint; one without words of its own is an error of ours and is raised again."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    message = _messages().get(name)
    if not message:
        raise error
    return Refusal(message, remedy=_("请核对后重新提交。"), code=name, status=409)


@contextmanager
def explained() -> Iterator[None]:
    """Turn an IntegrityError of a named constraint into its refusal."""
    try:
        yield
    except IntegrityError as error:
        raise explain(error) from error
