"""One file per way of reading a scene."""
