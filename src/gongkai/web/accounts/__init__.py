"""用户: people who log in; what they may do follows from their posts in `agencies`."""
