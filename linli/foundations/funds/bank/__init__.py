"""Bank statements against the ledger: reading exports, fingerprints, suggestions, what is unmatched on both sides."""
