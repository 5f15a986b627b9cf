"""设置: bodies, sections, posts, people, what the public sees of a body; through its actions."""
