"""What people touch. Calls the studio; only these rooms print."""
