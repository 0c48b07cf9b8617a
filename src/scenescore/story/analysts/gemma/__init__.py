"""Reads scenes with a causal language model of the Gemma class, on this machine."""
