"""The Fountain markup, syntax 1.1 (fountain.io/syntax), taken apart. Knows nothing about scenes."""
