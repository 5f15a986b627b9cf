"""Speed and exactness beside named peers, on the same files in one run: `make bench`."""
