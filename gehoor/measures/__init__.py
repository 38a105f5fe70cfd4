"""Figures: each defined once, with its source, and added up as contacts close."""
