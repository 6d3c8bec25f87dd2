"""Signing in and staying signed in: accounts, second factor, lockout, time-outs, what a time-out leaves behind."""
