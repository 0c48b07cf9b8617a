"""Sound by MusicGen (text to music), with a loop of our own. Start reading at `composer.py`."""
