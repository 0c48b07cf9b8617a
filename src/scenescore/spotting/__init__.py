"""Spotting: which scenes get music, from when to when, and where silence is better."""
