"""One file a figure. Each prints lines of `name value unit`: `make bench` runs them all."""
