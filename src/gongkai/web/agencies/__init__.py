"""机关: the tree of bodies, their sections, people and posts, names and numbers."""
