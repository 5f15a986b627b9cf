"""文书: the notices, what each must hold, and how it may not be worded."""
