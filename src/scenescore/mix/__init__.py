"""Mixing: dry stems become a cue, cues become the film mix. Knows loudness, not notes."""
