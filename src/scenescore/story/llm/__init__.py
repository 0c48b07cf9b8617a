"""What every language model analyst shares: prompt, schema, parsing, and the way to a brief."""
