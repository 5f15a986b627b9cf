"""消息: what people are told, by which way, sent at most once."""
