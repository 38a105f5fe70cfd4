"""Who looked at what, and why: the processing log."""
