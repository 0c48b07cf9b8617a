"""What every composer of neural sound shares: prompts, a listen to the result, a second try."""
