"""Persons and organisations: their names, identifiers, addresses and what to know of them."""
