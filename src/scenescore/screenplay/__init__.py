"""Reading: the bytes of a script become a Screenplay. Knows nothing about music."""
