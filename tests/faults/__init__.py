"""Faults that Linli survives, each on demand (`python -m tests.faults NAME`) and in short with the tests."""
