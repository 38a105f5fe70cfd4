"""Pages that show how the centre does. Reads everything, changes nothing."""
