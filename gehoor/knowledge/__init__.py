"""Articles: what the organisation knows, and finding it."""
