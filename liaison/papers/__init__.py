"""Documents out: what leaves the product as paper or as a file."""
