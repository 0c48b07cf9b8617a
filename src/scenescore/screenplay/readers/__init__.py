"""One file per format; each knows its own layout and nothing about the others."""
