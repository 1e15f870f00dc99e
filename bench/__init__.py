"""Performance as ratios of one run: pages and actions through the real server, beside a bare page and bare SQL."""
