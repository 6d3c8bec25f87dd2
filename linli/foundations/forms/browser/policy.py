"""The content policy of the pages on which the engine runs: the house's, and what the engine cannot do without."""

from collections.abc import Callable
from typing import Any, TypeVar

from csp.constants import NONCE, SELF
from csp.decorators import csp_update
from django.http import HttpResponseBase

WASM = "'wasm-unsafe-eval'"

V = TypeVar("V", bound=Callable[..., HttpResponseBase])
_policy: Any = csp_update(
    {
        # The engine reads XPath with a parser compiled to WebAssembly, which lies within its own file. Plain eval stays
        # forbidden, as does every script that is not ours.
        "script-src": [SELF, WASM],
        # The theme of its controls is computed in the browser and put into style elements; they carry the page's nonce.
        "style-src": [SELF, NONCE],
        # A photo that was taken is shown before it is sent; so are the pictures of questions.
        "img-src": ["blob:"],
        # Sound and films that belong to questions.
        "media-src": [SELF, "blob:"],
    }
)


def engine_page(view: V) -> V:
    """Give the answers of a view the policy that the engine needs."""
    made: V = _policy(view)
    return made
