"""The made-up municipality of Waterrijk, in which a new user tries Gehoor."""
