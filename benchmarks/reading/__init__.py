"""What the reading section of the benchmark needs: truth as facts, and how to score against it."""
