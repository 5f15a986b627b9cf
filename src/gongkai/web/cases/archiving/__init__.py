"""归档: the sealed package of a case — what is in it, its list, its making, its check."""
