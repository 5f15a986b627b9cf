"""Web-hooks: what happened in a body, told to a system of that body."""
