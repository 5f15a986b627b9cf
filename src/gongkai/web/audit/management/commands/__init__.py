"""Commands of the trace."""
