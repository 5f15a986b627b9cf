"""接口: what other systems of a body may read and do, and what they are told."""
