"""Delivery: the film as files other people's tools open. Knows formats, decides nothing."""
