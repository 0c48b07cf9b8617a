"""Reads scenes with a language model behind any OpenAI-compatible server."""
