"""Gehoor: the customer contact system for Dutch municipalities."""

__version__ = "0.1.0"
