"""What a scene means, by its sentences' vectors: near to which examples, what heads make of it."""
