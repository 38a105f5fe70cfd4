"""What was promised to a citizen and must still be done: callbacks and tasks."""
