"""消息的页面: one's messages, wishes and feeds; for administrators the log of deliveries."""
