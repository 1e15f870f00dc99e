"""What is done: requests, whistles, replies and their closing."""
