"""留痕: who did what to what, when, by which article; append-only and hash-chained."""
