"""Understanding: scenes become SceneBriefs, with memory of earlier ones. Knows no music theory."""
