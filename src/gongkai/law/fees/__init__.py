"""信息处理费: the tariffs, which of them may be used, and how items are counted."""
