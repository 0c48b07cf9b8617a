"""The page and its programming interface: shows what the studio knows, asks for what it can do."""
