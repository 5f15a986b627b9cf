"""Numbers in the prose as claims: figure, unit, scope, year, kind, exactness, quote, span."""
