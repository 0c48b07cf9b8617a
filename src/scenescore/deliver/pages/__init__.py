"""What the report and the one-file page share: a film as words, shapes and links for a template."""
