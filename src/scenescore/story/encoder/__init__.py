"""A small sentence encoder: text in, vectors out. Knows neither scenes nor feelings."""
