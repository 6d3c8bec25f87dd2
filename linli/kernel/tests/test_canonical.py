"""Canonical JSON: the quick way gives the very bytes of RFC 8785, whatever the text."""

import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from linli.kernel.canonical import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
@example({"\ue000": 1, "\U00010000": 2})
@example({"10": '\x7f\x1f\b"\\/', "9": 9007199254740991, "é": "，"})
def test_canonical_is_rfc_8785(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]
