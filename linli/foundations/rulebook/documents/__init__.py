"""Documents of the rule book: the reading of both kinds (shipped and made here), their text, and what is said of it."""
