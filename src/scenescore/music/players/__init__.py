"""One folder or file per way of sounding a Score."""
