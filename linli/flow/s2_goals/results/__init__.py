"""What a design promises and how it means to get there: results chain, indicators, people, staff, risks; templates of it."""
