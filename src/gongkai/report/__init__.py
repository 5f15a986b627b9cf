"""年报: one yearly report as data, its reading, checking, consolidation and writing."""
