"""Gets text with its place out of a PDF, in a process of its own."""
