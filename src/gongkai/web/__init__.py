"""The platform: the only folder that may import Django."""
