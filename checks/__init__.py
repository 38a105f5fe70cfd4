"""What `make check` looks at besides the ordinary tools."""
