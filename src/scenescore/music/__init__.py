"""Composing and playing: a MusicBrief becomes a Score, a Score becomes stems. Knows no scenes."""
