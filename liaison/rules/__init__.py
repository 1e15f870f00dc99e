"""The system's rules as pure functions and tables: no Django, no clock, no database. `now` always comes in."""
