"""The telephone: a hook on which the exchange tells who calls and who hung up."""
