"""What every neural back-end needs: a model's files, a device, int8 products. No scenes, no notes.

Nothing is imported here: torch comes with the file that needs it.
"""
