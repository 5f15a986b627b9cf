"""号码: identity numbers, credit codes, index numbers of documents."""
