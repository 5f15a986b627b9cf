"""依申请公开，申请人一侧: to apply, and to follow what becomes of it, without an account."""
