"""Who signs in while things break."""

PASSWORD = "Faults-are-survived-2026"
CLERK, TREASURER = "faults-clerk", "faults-treasurer"
