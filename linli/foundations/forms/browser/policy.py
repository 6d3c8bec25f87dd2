"""The content policy of the pages on which the engine runs: the house's, and what the engine cannot do without."""

from csp.constants import NONCE, SELF
from csp.decorators import csp_update

WASM = "'wasm-unsafe-eval'"

engine_page = csp_update(
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
"""Decorates a view that shows the engine."""
