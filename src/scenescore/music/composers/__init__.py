"""One folder or file per way of writing music."""
