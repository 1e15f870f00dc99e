"""Who is who: zones, departments, people and their posts, enterprises and who serves them, the calendar and the limits."""
