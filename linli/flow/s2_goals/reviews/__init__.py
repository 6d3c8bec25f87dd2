"""The review of a design: experts' opinions, rounds of revision, withdrawal, and the intention once it is approved."""
