"""The project's own checks; `make check` runs them all."""
