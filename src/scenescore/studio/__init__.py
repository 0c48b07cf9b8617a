"""The studio: the one place where rooms meet; keeps the film folder and re-makes what changed."""
