"""Writes a Screenplay in other tools' formats, nothing of it lost where the format has room."""
