"""依申请公开: an application from the first click to the sealed file."""
