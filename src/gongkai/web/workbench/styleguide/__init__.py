"""样式手册: every component in all states, on pages that only development shows."""
