"""What a measurement does inside Django, in a process of its own (`Bench.ask`); each answers with plain values."""
