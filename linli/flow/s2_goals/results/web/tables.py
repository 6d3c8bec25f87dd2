"""What the pages of rows share: a formset as rows with named inputs."""

from typing import Any


def named(formset: Any) -> list[tuple[int, Any]]:
    """(index, form) of each row, its inputs named."""
    return [(index, form.named(index + 1)) for index, form in enumerate(formset.forms)]


def cleaned(formset: Any) -> list[dict[str, Any]]:
    """The rows of a valid formset."""
    return [form.cleaned_data for form in formset.forms]
