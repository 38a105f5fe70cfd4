"""A page of each client on which a citizen types a question."""
