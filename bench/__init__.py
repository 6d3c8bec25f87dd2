"""`make bench`: what the house promises in speed and size, measured in one run on one machine."""
