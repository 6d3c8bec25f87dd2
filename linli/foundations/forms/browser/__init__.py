"""Forms filled in in a browser by the engine vendored in linli/ui: pages, what they are told, and what they send."""
