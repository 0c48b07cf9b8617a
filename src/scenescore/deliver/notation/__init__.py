"""Turns a Score into written music: staves, bars, voices and signs, and those into MusicXML."""
