"""Who runs the centre, for whom, with which people, about which themes and products.

A tenant owns the data; client organisations are answered for; employees serve clients.
"""
