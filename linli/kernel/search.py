"""Search in Chinese without a dictionary: every pair of neighbouring characters is a word (bigrams), in a GIN index."""

import re
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Concat
from django.db.models.lookups import Lookup

_SPACES = re.compile(r"\s+")


class Bigrams(Func):
    """The tsvector of a text's bigrams, made by the SQL function of kernel migration 0003 (immutable)."""

    function = "kernel_bigrams"
    output_field = SearchVectorField()


def search_field(*fields: str) -> models.GeneratedField:
    """A stored column with the bigrams of some text fields; give it a GinIndex."""
    empty = models.Value("")
    parts: list[Any] = []
    for name in fields:
        parts += [Coalesce(F(name), empty), models.Value(" ")]
    return models.GeneratedField(
        expression=Bigrams(Concat(*parts, output_field=models.TextField())),
        output_field=SearchVectorField(),
        db_persist=True,
    )


@SearchVectorField.register_lookup
class HasWords(Lookup):
    """`search__words="居家养老 助餐"`: every word occurs, in any order; one character matches as a beginning."""

    lookup_name = "words"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} @@ kernel_bigram_query(%s)", [*params, _SPACES.sub(" ", str(self.rhs)).strip()]


def words(text: str, *fields: str) -> Q:
    """A filter on the `search` column; matches everything for an empty text."""
    return Q(search__words=text) if text.strip() else Q()
