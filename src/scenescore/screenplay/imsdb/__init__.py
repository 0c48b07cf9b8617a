"""Finds and fetches scripts from IMSDb, one polite request at a time, when a person asks."""
