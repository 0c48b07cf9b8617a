"""How well a score meets what a picture asks of it, by the measures of published systems.

Pure functions of a Score and of targets given as plain numbers. Knows no picture and no composer.
"""
